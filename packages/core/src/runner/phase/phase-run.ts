import type { PageCacheDrop } from '../../collector/page-cache/drop-from-page-cache.ts';
import type { RunConfig } from '../../config/parse-config.ts';
import type { PhaseJournal } from '../../phase/phase-journal.ts';
import type { PhaseName } from '../../spec/contract/test-config.ts';
import type { RunRecorder } from '../../stream/files/run-recorder.ts';
import type { Target } from '../../target/target.ts';
import type { LoadFiles } from '../../workload/load-files.ts';
import type { StageSync } from '../../phase/stage/sync/stage-sync.ts';
import type { TokenLimit } from '../plan/token-limit.ts';

/** A phase of a run, and what it runs with. */
export interface PhaseRun {
  readonly name: PhaseName;
  readonly config: RunConfig;
  /** Makes the prompts of the run unique. */
  readonly nonce: string;
  /** Connects its stages with those of other workers. */
  readonly sync: StageSync;
  readonly target: Target;
  /** Prompts and traces of the load. */
  readonly files: LoadFiles;
  readonly recorder: RunRecorder;
  readonly journal: PhaseJournal;
  /** Bounds the tokens that the run requests; absent without a limit. */
  readonly tokens?: TokenLimit;
  /** What was dropped from the page cache before the phase; absent where nothing was. */
  readonly pageCache?: PageCacheDrop;
  /** Epoch milliseconds of CLOCK_MONOTONIC zero. */
  readonly clockEpochMs: number;
  /** Ends the phase, with its reason as the error. */
  readonly signal: AbortSignal;
  /** Ends the run: the target crossed the memory limit, or samples cannot be written. */
  readonly abort: (reason: unknown) => void;
}
