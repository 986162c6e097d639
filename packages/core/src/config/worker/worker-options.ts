import type { Slice } from '../../workload/slice/slice.ts';

/** What makes a run one of several workers. A configuration file cannot set it. */
export interface WorkerOptions {
  /** The whole when absent. */
  readonly slice?: Slice;
  /** When the first stage starts, epoch milliseconds; in the future. */
  readonly startAtEpochMs?: number;
  /** Whether a bus joins the stages of all workers; false when absent. */
  readonly isJoined?: boolean;
  /** Name of the machine; its host name when absent. */
  readonly machine?: string;
  /** The run of all workers; absent without a fleet. */
  readonly runId?: string;
}
