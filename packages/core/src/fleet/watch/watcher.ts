import type { LoadcellError } from '../../spec/error/errors.ts';
import type { RunEvent } from '../../stream/events/run-event.ts';

/** What the watched processes use, once per second. */
export interface WatchCounts {
  /** RSS of all processes, bytes. */
  readonly memoryBytes: number;
  /** The peak so far, bytes. */
  readonly peakMemoryBytes: number;
  /** CPU time per elapsed time since the last counts, cores; `NaN` in the first ones. */
  readonly cpuCores: number;
  /** Live processes. */
  readonly processes: number;
}

/** The recording of a run, while it goes on. */
export interface WatchControl {
  /** Records an event, such as a `clock-exchanged`. */
  event(event: RunEvent): void;
  /**
   * Scrapes the metrics of the server, and reads the proportional memory. To be called before the load of a stage starts and
   * after it has ended; waits at most for the time limits of two scrapes.
   */
  edge(): Promise<void>;
}

/** A run to watch. */
export interface WatchedRun {
  readonly runId: string;
  /** Name of this machine in the run. */
  readonly machine: string;
  /** `/proc/sys/kernel/random/boot_id` of this machine. */
  readonly bootId: string;
  /** An existing, empty folder, which becomes the run directory. */
  readonly runDir: string;
  /** Ends the recording as planned, with the status complete. */
  readonly finished: AbortSignal;
  /** Ends the recording early, with its reason as the error. */
  readonly signal: AbortSignal;
  /** Called once when sampling has begun. A failure ends the recording. */
  readonly onSampling?: (control: WatchControl) => void | Promise<void>;
  /** Awaited once before the recording ends, for what it records last; also after an abort, a death and a failure. */
  readonly onEnding?: () => Promise<void>;
  /** Called once per second. */
  readonly onCounts?: (counts: WatchCounts) => void;
  /**
   * Called once with why the run must end: the memory limit was crossed, or the target died. The recording goes on until one of
   * the signals after a crossed limit, and ends by itself after a death.
   */
  readonly onGuard?: (error: LoadcellError) => void;
}

/** The result of a watched run, whose directory is complete. */
export interface WatchOutcome {
  /** Why the run could not be watched to its end as planned; absent where it was. */
  readonly error?: LoadcellError;
}

/** Watches what was named on its machine, one run after the other. */
export interface Watcher {
  /** What is watched, in words: `process 4711`. */
  readonly subject: string;
  /** Why no run can be watched now, as a sentence without a period; undefined where one can be. */
  readonly unable: string | undefined;
  /**
   * Records one run into its directory.
   * @throws {LoadcellError} when sampling cannot begin, or recorded data cannot be written
   */
  watch(run: WatchedRun): Promise<WatchOutcome>;
  /** Stops looking for the target; idempotent. */
  close(): void;
}
