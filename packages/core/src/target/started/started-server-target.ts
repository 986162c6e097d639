import { basename } from 'node:path';
import { maskCommandLine } from '../../spec/redaction/mask-command-line.ts';
import { stoppedWhileStarting, throwIfAborted } from '../http/abort-error.ts';
import type { HttpLoad } from '../http/http-load.ts';
import { HttpTarget } from '../http/http-target.ts';
import type { HttpTargetOptions } from '../http/http-target-options.ts';
import type { LoadConnections, LoadHost } from '../load-host.ts';
import type { TransportFactory } from '../transport/transport.ts';
import { TargetDiedError, TargetError } from '../errors.ts';
import type {
  ContextHandle,
  Generation,
  GenerationRequest,
  LoadedModel,
  Target,
  TargetDescription,
  TargetExit,
  TargetLimitation,
} from '../target.ts';
import { diedWhileStarting, findServed, type ReadyWhen } from './find-served.ts';
import { askForFirstToken } from './first-token.ts';
import { fillPlaceholders } from './placeholders.ts';
import { lastLinesOf } from './server-output.ts';
import { ServerProcess, type OutputPlace, type ServerCommand } from './server-process.ts';
import type { StartupEvent } from './startup-event.ts';

/** A server that Loadcell starts and ends. */
export interface StartedServerOptions {
  readonly command: ServerCommand;
  /** What stands for `{model}` in the command; empty where it has none. */
  readonly model: string;
  readonly ready: Omit<ReadyWhen, 'headers'>;
  /** After SIGTERM, before SIGKILL. */
  readonly stopGraceMs: number;
  readonly output: OutputPlace;
  /** How it is spoken to once it listens. */
  readonly http: Omit<HttpTargetOptions, 'url' | 'pid'>;
}

/** A connection that broke may be the first sign of a death, which the launcher reports a moment later. */
const EXIT_GRACE_MS = 500;

/** What a server is until it can be asked. */
const NOT_STARTED = { kind: 'server', version: '', details: {} } as const;

/**
 * A server whose command is started here: held until it is sampled, followed until its first token, and ended with all that
 * it started. Once it listens it is spoken to like any other server.
 */
export class StartedServerTarget implements Target, LoadHost {
  readonly managed = true;
  readonly exited: Promise<TargetExit>;
  readonly #options: StartedServerOptions;
  readonly #makeTransport: TransportFactory;
  readonly #listeners: ((event: StartupEvent) => void)[] = [];
  #resolveExited: (exit: TargetExit) => void = () => {};
  #words: readonly string[] = [];
  #process: ServerProcess | undefined;
  #http: HttpTarget | undefined;
  #isStopped = false;
  #stopping: Promise<void> | undefined;

  constructor(options: StartedServerOptions, makeTransport: TransportFactory) {
    this.#options = options;
    this.#makeTransport = makeTransport;
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
  }

  /** Kind, version and models are known once it was started. */
  get description(): TargetDescription {
    const { http } = this.#options;
    const { details, ...known } = this.#http?.description ?? {
      ...NOT_STARTED,
      models: http.models,
    };
    const words = this.#words.length === 0 ? this.#options.command.words : this.#words;
    return { ...known, details: { ...details, command: maskCommandLine(words).join(' ') } };
  }

  get limitations(): readonly TargetLimitation[] {
    return this.#http?.limitations ?? [];
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get adopterPid(): number | undefined {
    return this.#process?.launcherPid;
  }

  /** Reports the steps of its start. Those who listen begin before `launch()`. */
  onStartup(listener: (event: StartupEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** The last lines that it wrote, without secrets. */
  outputTail(): string {
    return lastLinesOf(this.#process?.readOutputTail() ?? '');
  }

  /**
   * Starts the process, which is held before its first instruction until `start()`.
   * @throws {ConfigError} when there is no such command, or it cannot be run
   */
  async launch(): Promise<void> {
    if (this.#process !== undefined || this.#isStopped) {
      throw new TargetError(
        'The target was started or stopped before. Make a new one to start again.',
        { code: 'TARGET_STARTED' },
      );
    }
    const { command, model, output } = this.#options;
    this.#words = await fillPlaceholders(command.words, model);
    this.#process = await ServerProcess.launch({ ...command, words: this.#words }, output);
    void this.#process.exited.then(this.#resolveExited);
    if (this.#isStopped) await this.#process.end(0);
  }

  /**
   * Lets the process go on, and waits until it listens, is healthy and has given a first token.
   * @throws {TargetDiedError} when it ends before
   * @throws {TargetError} when it is not ready in time, is no model server, or refuses the first request
   */
  async start(signal?: AbortSignal): Promise<void> {
    if (this.#process === undefined) await this.launch();
    const server = this.#process;
    if (server === undefined || this.#isStopped) throw stoppedWhileStarting();
    throwIfAborted(signal);
    const { output } = this.#options;
    const atNs = await server.begin();
    const command = maskCommandLine(this.#words);
    const outputFile = basename(output.file);
    this.#report({ kind: 'server-launched', atNs, pid: server.pid, command, outputFile });
    try {
      await this.#becomeReady(server, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (this.#isStopped) throw stoppedWhileStarting();
      // The end of the process says more than a connection that broke.
      await Promise.race([server.exited, afterGrace()]);
      if (server.exit === undefined || error instanceof TargetDiedError) throw error;
      throw diedWhileStarting(server);
    }
  }

  async verify(): Promise<void> {
    // It has answered.
  }

  async load(model: string, signal?: AbortSignal): Promise<LoadedModel> {
    return await this.#running.load(model, signal);
  }

  async unload(model: string): Promise<void> {
    await this.#running.unload(model);
  }

  async openContext(model: string): Promise<ContextHandle> {
    return await this.#running.openContext(model);
  }

  async closeContext(context: ContextHandle): Promise<void> {
    await this.#running.closeContext(context);
  }

  /** @throws {RequestError} when there is no answer that counts */
  async generate(request: GenerationRequest): Promise<Generation> {
    const server = this.#running;
    try {
      return await server.generate(request);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      await Promise.race([this.exited, afterGrace()]);
      this.#refuseWhenDead();
      throw error;
    }
  }

  async openLoad(connections: LoadConnections, signal?: AbortSignal): Promise<HttpLoad> {
    return await this.#running.openLoad(connections, signal);
  }

  async countTokens(model: string, text: string): Promise<number> {
    return await this.#running.countTokens(model, text);
  }

  async tokenize(model: string, text: string): Promise<readonly number[] | undefined> {
    return await this.#running.tokenize(model, text);
  }

  async settle(): Promise<void> {
    await this.#running.settle();
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopping ??= this.#end();
    return this.#stopping;
  }

  async #end(): Promise<void> {
    await this.#http?.stop();
    await this.#process?.end(this.#options.stopGraceMs);
  }

  get #running(): HttpTarget {
    this.#refuseWhenDead();
    if (this.#http !== undefined && !this.#isStopped) return this.#http;
    throw new TargetError('The target does not run. Start it first.', {
      code: 'TARGET_NOT_STARTED',
    });
  }

  #refuseWhenDead(): void {
    const exit = this.#process?.exit;
    if (exit !== undefined) throw new TargetDiedError(exit, { outputTail: this.outputTail() });
  }

  #report(event: StartupEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  async #becomeReady(server: ServerProcess, signal: AbortSignal | undefined): Promise<void> {
    const { ready, http } = this.#options;
    const headers = headersOf(http);
    const found = await findServed(server, { ...ready, headers }, signal);
    const url = `http://${found.place}`;
    this.#report({ kind: 'server-listening', atNs: found.listeningNs, address: found.place });
    this.#report({ kind: 'server-healthy', atNs: found.healthyNs });
    const target = new HttpTarget({ ...http, url, ownPid: server.pid }, this.#makeTransport);
    this.#http = target;
    await target.start(signal);
    this.#report(await askForFirstToken(target, http.nonce, signal));
  }
}

/** What questions before the first request carry: a list of models may need the key. */
function headersOf({ headers, apiKey }: StartedServerOptions['http']): Record<string, string> {
  return {
    ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    ...headers,
  };
}

function afterGrace(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, EXIT_GRACE_MS).unref();
  });
}
