import { existsSync } from 'node:fs';
import { LoadcellError } from '../spec/errors.ts';
import { AttachedProcess } from '../target/http/process/attached-process.ts';
import { endTree } from './end-tree.ts';
import { GatedCommand, type CommandOptions } from './gated-command.ts';
import { identifyProcess, type ProcessIdentity } from './process-tree.ts';

/** What to record: a command that is started for it, or a process that runs already. */
export type AskedSubject =
  | ({ readonly kind: 'command' } & CommandOptions)
  | { readonly kind: 'process'; readonly pid: number };

/** How what is recorded ended by itself. Of a process that we did not start only its parent knows how. */
export interface SubjectEnd {
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly atNs: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** What is recorded. */
export interface Subject {
  readonly pid: number;
  /** Null for a process that ran already. */
  readonly command: readonly string[] | null;
  readonly ended: Promise<SubjectEnd>;
  /** Lets a command begin; what samples it has begun. */
  begin(): void;
  /**
   * Ends what we started, with all that it started; a process that ran already is let be.
   * @param known the processes that are known by now
   * @returns those that could not be ended
   */
  end(known: () => readonly ProcessIdentity[]): Promise<readonly ProcessIdentity[]>;
  /** What runs of a command and of all that it started; of a process that ran already nothing is said. */
  members(): readonly ProcessIdentity[];
  /** Takes back the start of a command that has not begun. */
  abandon(): Promise<void>;
}

/**
 * Starts the command up to its gate, or finds the process.
 * @throws {ConfigError} when there is no such command
 * @throws {LoadcellError} when there is no such process, or it cannot be seen
 */
export async function openSubject(asked: AskedSubject): Promise<Subject> {
  return asked.kind === 'command' ? await startCommand(asked) : await attach(asked.pid);
}

async function startCommand(options: CommandOptions): Promise<Subject> {
  const gated = await GatedCommand.start(options);
  const { pid } = gated;
  return {
    pid,
    command: options.command,
    ended: gated.exited,
    begin: () => gated.release(),
    end: async (known) => {
      const left = await endTree(() => [...known(), ...gated.members()]);
      // One that could not be ended is not waited for.
      if (left.length === 0) await gated.exited;
      return left;
    },
    members: () => gated.members(),
    abandon: () => gated.abandon(),
  };
}

async function attach(pid: number): Promise<Subject> {
  refuseUnseen(pid);
  const attached = await AttachedProcess.attach(pid);
  return {
    pid,
    command: null,
    ended: attached.exited,
    begin: () => {},
    end: async () => {
      attached.release();
      return [];
    },
    members: () => [],
    abandon: async () => attached.release(),
  };
}

/** Says why there is nothing to record under a pid, where the kernel says of all cases the same. */
function refuseUnseen(pid: number): void {
  if (identifyProcess(pid) !== undefined) return;
  if (existsSync(`/proc/${pid}`)) {
    throw new LoadcellError(
      'TARGET_ZOMBIE',
      `Process ${pid} has ended, and waits for its parent to notice: there is nothing left to record. Expected one that runs.`,
    );
  }
  throw isThere(pid)
    ? new LoadcellError(
        'TARGET_HIDDEN',
        `Process ${pid} is there, but /proc does not show it: it belongs to another user, and /proc is mounted with hidepid. ` +
          'Record it as its user or as root.',
      )
    : new LoadcellError(
        'TARGET_NO_SUCH_PROCESS',
        `There is no process ${pid}. Expected the id of one that runs: see ps -e.`,
      );
}

function isThere(pid: number): boolean {
  try {
    // Signal 0 is none: it asks whether there is such a process.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return error.code === 'EPERM';
  }
}
