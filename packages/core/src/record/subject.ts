import type { LeftProcess, ProcessIdentity } from './process-tree.ts';

/** What to run, and where what it prints goes. */
export interface CommandOptions {
  /** The name or path of the program, and its arguments. */
  readonly command: readonly string[];
  /** The same in bytes, where they are not UTF-8. */
  readonly commandBytes?: readonly Uint8Array[];
  /** Where its standard output goes; its input and its errors are those of this process. */
  readonly stdoutTo: 'stdout' | 'stderr';
  /** Descriptors of this process, from 3 on, that it gets under the same numbers; none when absent. */
  readonly descriptors?: readonly number[];
}

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
  /** Who adopts what loses its parent, itself not of the tree; undefined for a process that ran already. */
  readonly adopterPid: number | undefined;
  /** Whether it does nothing from `begin` until `goOn`. */
  readonly isHeld: boolean;
  /** Null for a process that ran already. */
  readonly command: readonly string[] | null;
  readonly ended: Promise<SubjectEnd>;
  /**
   * Has a command begin.
   * @throws {ConfigError} when it cannot be run
   */
  begin(): Promise<void>;
  /** Lets a command that is held go on; what samples it has begun. */
  goOn(): void;
  /** Passes a signal on to a command; a process that ran already gets none. */
  passOn(signal: string): void;
  /**
   * Ends what we started, with all that it started; a process that ran already is let be.
   * @param known the processes that are known by now
   * @returns those that could not be ended
   */
  end(known: () => readonly ProcessIdentity[]): Promise<readonly LeftProcess[]>;
  /** Kills all that we started, at once. */
  kill(): void;
  /** What runs of a command and of all that it started; of a process that ran already nothing is said. */
  members(): readonly ProcessIdentity[];
  /** Lets go of what still runs. */
  leave(): Promise<void>;
}
