import type { LeftProcess, ProcessIdentity } from './process-tree.ts';

/** What to run, and where its output goes. */
export interface CommandOptions {
  /** Program name or path, and its arguments. */
  readonly command: readonly string[];
  /** The same in bytes, if not UTF-8. */
  readonly commandBytes?: readonly Uint8Array[];
  /** Destination of its standard output; its input and its errors are those of this process. */
  readonly stdoutTo: 'stdout' | 'stderr';
  /** Descriptors of this process, from 3 up, that it receives under the same numbers; none when absent. */
  readonly descriptors?: readonly number[];
}

/** What to record: a command to start, or a running process. */
export type AskedSubject =
  | ({ readonly kind: 'command' } & CommandOptions)
  | { readonly kind: 'process'; readonly pid: number };

/** How the subject ended on its own. If Loadcell did not start it, only its parent knows how. */
export interface SubjectEnd {
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly atNs: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** The process or command being recorded. */
export interface Subject {
  readonly pid: number;
  /** The process that adopts orphans, not part of the tree itself; undefined for a process that was already running. */
  readonly adopterPid: number | undefined;
  /** Whether it pauses between `begin` and `goOn`. */
  readonly isHeld: boolean;
  /** Null for a process that was already running. */
  readonly command: readonly string[] | null;
  readonly ended: Promise<SubjectEnd>;
  /**
   * Lets a command begin.
   * @throws {ConfigError} when it cannot be run
   */
  begin(): Promise<void>;
  /** Resumes a held command, once sampling has started. */
  goOn(): void;
  /** Sends a signal to a command; a process that was already running gets none. */
  passOn(signal: string): void;
  /**
   * Ends everything that Loadcell started; leaves a process that was already running alone.
   * @param known the processes known so far
   * @returns the processes that could not be ended
   */
  end(known: () => readonly ProcessIdentity[]): Promise<readonly LeftProcess[]>;
  /** Kills everything that Loadcell started, immediately. */
  kill(): void;
  /** The running processes of a command and its descendants; empty for a process that was already running. */
  members(): readonly ProcessIdentity[];
  /** Detaches from whatever still runs. */
  leave(): Promise<void>;
}
