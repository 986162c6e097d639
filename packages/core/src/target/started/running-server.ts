import { basename } from 'node:path';
import { maskCommandLine } from '../../spec/redaction/mask-command-line.ts';
import { nowNs } from '../../stream/clock.ts';
import { keyHeader } from '../codec/http-request.ts';
import { HttpTarget } from '../server/http-target.ts';
import type { HttpTargetOptions } from '../server/http-target-options.ts';
import type { TransportFactory } from '../transport/transport.ts';
import { TargetDiedError } from '../errors.ts';
import { diedWhileStarting, findServed, type ReadyWhen } from './find-served.ts';
import { askForFirstToken } from './first-token.ts';
import { fillPort } from './fill-port.ts';
import { lastLinesOf } from './server-output.ts';
import { ServerProcess, type OutputPlace, type ServerCommand } from './server-process.ts';
import type { StartupEvent } from './startup-event.ts';

/** How to start, use and stop a server. */
export interface RunningServerOptions {
  readonly ready: Omit<ReadyWhen, 'headers'>;
  /** After SIGTERM, before SIGKILL. */
  readonly stopGraceMs: number;
  readonly output: OutputPlace;
  readonly http: Omit<HttpTargetOptions, 'url' | 'pid'>;
}

/** The command of a process, before and after its port was chosen. */
interface LaunchedWords {
  readonly named: readonly string[];
  readonly words: readonly string[];
}

/** A broken connection may be the first sign of an exit, which the launcher reports a moment later. */
const EXIT_GRACE_MS = 500;

/** One process of a server, from the held start to its end. */
export class RunningServer {
  readonly process: ServerProcess;
  readonly #options: RunningServerOptions;
  readonly #command: LaunchedWords;
  readonly #makeTransport: TransportFactory;
  #http: HttpTarget | undefined;

  private constructor(
    process: ServerProcess,
    command: LaunchedWords,
    options: RunningServerOptions,
    makeTransport: TransportFactory,
  ) {
    this.process = process;
    this.#command = command;
    this.#options = options;
    this.#makeTransport = makeTransport;
  }

  /**
   * Starts its process, held before its first instruction until `begin()`.
   * @throws {ConfigError} when there is no such command, or it cannot be executed
   */
  static async launch(
    command: ServerCommand,
    options: RunningServerOptions,
    makeTransport: TransportFactory,
  ): Promise<RunningServer> {
    const words = await fillPort(command.words);
    const process = await ServerProcess.launch({ ...command, words }, options.output);
    return new RunningServer(process, { named: command.words, words }, options, makeTransport);
  }

  /** Its command, without secrets. */
  get command(): string[] {
    return maskCommandLine(this.#command.words);
  }

  /** The target that talks to it; undefined before it listens. */
  get http(): HttpTarget | undefined {
    return this.#http;
  }

  /** Its last output lines, without secrets. */
  outputTail(): string {
    return lastLinesOf(this.process.readOutputTail());
  }

  /**
   * Releases it, and waits until it listens, is healthy and has returned a first token.
   * @throws {TargetDiedError} when it exits before that
   * @throws {TargetError} when it is not ready in time, is not a model server, or refuses the first request
   */
  async begin(
    report: (event: StartupEvent) => void,
    signal: AbortSignal | undefined,
  ): Promise<HttpTarget> {
    const { process, command } = this;
    const atNs = await process.begin();
    const outputFile = basename(this.#options.output.file);
    report({ kind: 'server-launched', atNs, pid: process.pid, command, outputFile });
    try {
      return await this.#becomeReady(report, signal);
    } catch (error) {
      signal?.throwIfAborted();
      // The exit of the process explains more than a broken connection.
      await this.endsSoon();
      if (process.exit === undefined || error instanceof TargetDiedError) throw error;
      throw diedWhileStarting(process);
    }
  }

  /** Waits a moment for its exit. */
  async endsSoon(): Promise<void> {
    await this.process.endsWithin(EXIT_GRACE_MS);
  }

  /** Closes the connections to it, and ends it with its process tree. */
  async end(): Promise<void> {
    await this.#http?.stop();
    await this.process.end(this.#options.stopGraceMs);
  }

  async #becomeReady(
    report: (event: StartupEvent) => void,
    signal: AbortSignal | undefined,
  ): Promise<HttpTarget> {
    const { ready, http } = this.#options;
    const found = await findServed(this.process, { ...ready, headers: headersOf(http) }, signal);
    report({ kind: 'server-listening', atNs: found.listeningNs, address: found.place });
    report({ kind: 'server-healthy', atNs: found.healthyNs });
    const own = { pid: this.process.pid, command: this.#command.named };
    const target = new HttpTarget(
      { ...http, url: `http://${found.place}`, own },
      this.#makeTransport,
    );
    this.#http = target;
    await target.start(signal);
    report(await askForFirstToken(target, http.nonce, signal));
    const { memory } = this.process;
    if (memory !== undefined) report({ kind: 'server-memory-parts', atNs: nowNs(), ...memory });
    return target;
  }
}

/** Headers of the checks before the first request: a list of models may need the key. */
function headersOf({ headers, apiKey }: RunningServerOptions['http']): Record<string, string> {
  return {
    ...(apiKey === undefined ? {} : keyHeader(apiKey)),
    ...headers,
  };
}
