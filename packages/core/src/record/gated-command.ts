import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Writable } from 'node:stream';
import { nowNs } from '../stream/clock.ts';
import { LoadcellError } from '../spec/errors.ts';
import { readSpawnFailure } from '../target/process/read-spawn-failure.ts';
import { processesWithEnvironment, type ProcessIdentity } from './process-tree.ts';
import { resolveCommand } from './resolve-command.ts';

/**
 * A shell that waits for a line on descriptor 3 and then becomes the command, under the same pid: what samples the pid
 * has begun before the command does anything. When nobody is left to write the line, the command is never run.
 */
const GATE = 'read -r LOADCELL_GATE <&3 || exit 125; exec 3<&-; exec "$@"';

/** A variable that all inherit whom the command starts: what is ended with it is known by this. */
const MARK = 'LOADCELL_RECORDING';

/** How a command ended. */
export interface CommandExit {
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly atNs: number;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What to run, and where what it prints goes. */
export interface CommandOptions {
  /** The name or path of the program, and its arguments. */
  readonly command: readonly string[];
  /** Where its standard output goes; its input and its errors are those of this process. */
  readonly stdoutTo: 'stdout' | 'stderr';
}

/** A command that was started and waits to be let through. */
export class GatedCommand {
  readonly pid: number;
  readonly exited: Promise<CommandExit>;
  readonly #gate: Writable;
  readonly #mark: string;

  private constructor(child: ChildProcess, pid: number, gate: Writable, mark: string) {
    this.pid = pid;
    this.#gate = gate;
    this.#mark = mark;
    // A process that was killed at the gate; its exit says so.
    gate.on('error', () => {});
    this.exited = new Promise((resolve) => {
      child.once('exit', (exitCode, signal) => {
        resolve({ atNs: nowNs(), exitCode, signal });
      });
    });
  }

  /**
   * Starts it, up to the gate.
   * @throws {ConfigError} when there is no such command, or it may not be executed
   */
  static async start({ command, stdoutTo }: CommandOptions): Promise<GatedCommand> {
    const [name = '', ...args] = command;
    const program = await resolveCommand(name, process.env['PATH'] ?? '/usr/bin:/bin');
    const id = randomUUID();
    const child = spawn('/bin/sh', ['-c', GATE, 'sh', program, ...args], {
      env: { ...process.env, [MARK]: id },
      stdio: ['inherit', stdoutTo === 'stderr' ? 2 : 'inherit', 'inherit', 'pipe'],
    });
    const { pid } = child;
    if (pid === undefined) throw await readSpawnFailure(child);
    const gate = child.stdio[3];
    if (gate === null || gate === undefined || !('write' in gate)) {
      throw new LoadcellError('TARGET_START', 'The gate of the command was not made.');
    }
    return new GatedCommand(child, pid, gate, `${MARK}=${id}`);
  }

  /** What runs of all that it started, by the mark in their environment; also what lost its parent. */
  members(): readonly ProcessIdentity[] {
    return processesWithEnvironment(this.#mark);
  }

  /** Lets it through. */
  release(): void {
    this.#gate.end('go\n');
  }

  /** Ends it at the gate: the command is not run. */
  async abandon(): Promise<void> {
    this.#gate.end();
    await this.exited;
  }
}
