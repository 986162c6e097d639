import type { OomKill } from '../collector/oom-watch.ts';
import type { LoadcellError } from '../spec/error/errors.ts';
import type { LeftProcess } from './process-tree.ts';
import type { RecordingSummary } from './recording-summary.ts';

/** Why a recording ended. */
export type RecordingEnd =
  /** The subject ended; for a process that Loadcell did not start, how is unknown. */
  | { readonly kind: 'exited'; readonly exitCode: number | null; readonly signal: string | null }
  /** It reached its maximum duration. */
  | { readonly kind: 'duration' }
  | { readonly kind: 'interrupted' }
  /** Samples of the process could no longer be written. */
  | { readonly kind: 'unwritable' };

/** The result of a recording. */
export interface Recording {
  readonly runDir: string;
  readonly summary: RecordingSummary;
  readonly end: RecordingEnd;
  /** Processes of a command that still run after the end: left in the background, or impossible to end. */
  readonly left: readonly LeftProcess[];
  /** Known processes of the tree that were not sampled, and why; one sentence each. */
  readonly unsampled: readonly string[];
  /** Processes that the kernel killed because memory ran out; absent if there were none. */
  readonly oomKills?: readonly OomKill[];
  /** Why part of the streams was not written. */
  readonly failure?: LoadcellError;
}
