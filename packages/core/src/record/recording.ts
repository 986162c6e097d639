import type { OomKill } from '../collector/oom-watch.ts';
import type { LoadcellError } from '../spec/error/errors.ts';
import type { LeftProcess } from './process-tree.ts';
import type { RecordingSummary } from './recording-summary.ts';

/** Why a recording ended. */
export type RecordingEnd =
  /** The subject ended; of a process that we did not start, how is not known. */
  | { readonly kind: 'exited'; readonly exitCode: number | null; readonly signal: string | null }
  /** It took as long as it was to take. */
  | { readonly kind: 'duration' }
  | { readonly kind: 'interrupted' }
  /** What is sampled of the process could no longer be written. */
  | { readonly kind: 'unwritable' };

/** What a recording came to. */
export interface Recording {
  readonly runDir: string;
  readonly summary: RecordingSummary;
  readonly end: RecordingEnd;
  /** What of a command still runs after the end: left in the background by it, or not to be ended. */
  readonly left: readonly LeftProcess[];
  /** What of the tree is known and was not sampled, and why; one sentence each. */
  readonly unsampled: readonly string[];
  /** Whom the kernel killed because memory ran out; absent where nobody. */
  readonly oomKills?: readonly OomKill[];
  /** Why a part of the streams was not written. */
  readonly failure?: LoadcellError;
}
