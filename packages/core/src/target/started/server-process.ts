import { nowNs } from '../../stream/clock.ts';
import type { ServerMemory } from '../../stream/events/memory-parts.ts';
import { ChildLifetime } from '../process/child-lifetime.ts';
import { checkCommand } from '../process/launch/check-command.ts';
import { LaunchedCommand } from '../process/launch/launched-command.ts';
import { environmentBytes } from '../process/launch/own-strings.ts';
import { refusedCommand } from '../process/launch/refused-command.ts';
import type { TargetExit } from '../target.ts';
import { ServerOutput } from './server-output.ts';

/** What to start. */
export interface ServerCommand {
  /** The program and its arguments. */
  readonly words: readonly string[];
  /** Variables besides those of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Its working directory; that of this process when absent. */
  readonly workingDirectory?: string;
}

/** Where its output is kept. */
export interface OutputPlace {
  readonly file: string;
  /** Texts that the file must not contain. */
  readonly secrets: readonly string[];
}

/** The process of a server that Loadcell started, and its output. */
export class ServerProcess {
  readonly #launched: LaunchedCommand;
  readonly #lifetime: ChildLifetime;
  readonly #output: ServerOutput;
  readonly #name: string;

  private constructor(launched: LaunchedCommand, output: ServerOutput, name: string) {
    this.#launched = launched;
    this.#lifetime = new ChildLifetime(launched);
    this.#output = output;
    this.#name = name;
    output.follow(launched.process.stdout);
    output.follow(launched.process.stderr);
  }

  /**
   * Starts it, held before its first instruction.
   * @throws {ConfigError} when there is no such command, or it cannot be executed
   * @throws {TargetError} when the system cannot start another process
   */
  static async launch(command: ServerCommand, place: OutputPlace): Promise<ServerProcess> {
    const { words, environment, workingDirectory } = command;
    await checkServerCommand(command);
    const launched = await LaunchedCommand.start({
      command: words.map((word) => Buffer.from(word)),
      environment: environmentBytes({ ...process.env, ...environment }),
      streams: { kind: 'captured' },
      ...(workingDirectory === undefined ? {} : { workingDirectory }),
    });
    const output = new ServerOutput(place.file, place.secrets);
    const server = new ServerProcess(launched, output, words[0] ?? '');
    try {
      if (launched.isHeld) await server.#execute();
      return server;
    } catch (error) {
      await server.end(0);
      throw error;
    }
  }

  get pid(): number {
    return this.#lifetime.pid;
  }

  /** Parent of the command and of the orphans of its tree; not part of the tree. */
  get launcherPid(): number {
    return this.#launched.launcherPid;
  }

  get exited(): Promise<TargetExit> {
    return this.#lifetime.exited;
  }

  /** Its exit; undefined while it runs. */
  get exit(): TargetExit | undefined {
    return this.#lifetime.exit;
  }

  /** Waits for its exit. @returns whether it exited in time */
  async endsWithin(boundMs: number): Promise<boolean> {
    return await this.#lifetime.endsWithin(boundMs);
  }

  get outputFile(): string {
    return this.#output.file;
  }

  /** The use of its memory as reported; undefined when it reports none. */
  get memory(): ServerMemory | undefined {
    return this.#output.memory;
  }

  /** The end of its output, without secrets. */
  readOutputTail(): string {
    return this.#output.readTail();
  }

  /**
   * Releases it.
   * @returns when, CLOCK_MONOTONIC nanoseconds
   */
  async begin(): Promise<number> {
    const beganNs = nowNs();
    if (!this.#launched.isHeld) await this.#execute();
    this.#launched.goOn();
    return beganNs;
  }

  /** Ends its process tree: SIGTERM, and SIGKILL after the grace. Its output is then complete. */
  async end(graceMs: number): Promise<void> {
    await this.#lifetime.end({ askedMs: 0, terminatedMs: graceMs });
    await this.#output.close();
  }

  async #execute(): Promise<void> {
    const failure = await this.#launched.begin();
    if (failure !== undefined) throw refusedCommand(Buffer.from(this.#name), failure);
  }
}

/**
 * Checks the command of a server before anything is started.
 * @throws {ConfigError} when it cannot be found or executed
 */
export async function checkServerCommand(command: ServerCommand): Promise<void> {
  const { words, environment, workingDirectory } = command;
  const [name = ''] = words;
  const isRelative = name.includes('/') && !name.startsWith('/');
  const place = isRelative && workingDirectory !== undefined ? `${workingDirectory}/${name}` : name;
  const searchPath = environment['PATH'] ?? process.env['PATH'] ?? '/bin:/usr/bin';
  await checkCommand(Buffer.from(place), searchPath);
}
