import type { Slos } from '../stream/rows/request-slos.ts';
import type { Target } from '../target/target.ts';
import type { LoadFiles } from '../workload/load-files.ts';
import type { PromptSource } from '../workload/prompts.ts';
import type { Slice } from '../workload/slice/slice.ts';
import type { RequestAdditions } from './content/request-additions.ts';
import type { PhaseJournal } from './phase-journal.ts';
import type { StageSync } from './stage/sync/stage-sync.ts';
import type { StageDecision } from './stage/until-decided/stage-decision.ts';
import type { RequestWatch } from './watch/request-watch.ts';

/** The load that the client must be ready for: a concurrency, or a request rate. */
export type ExpectedLoad = { readonly concurrency: number } | { readonly ratePerSecond: number };

/** Measures the timing error of the client. */
export interface ClientCalibrator {
  /**
   * Calibrates the client for a load and records its timing error, unless an earlier calibration covers the load. The
   * target is not involved.
   */
  calibrate(load: ExpectedLoad): Promise<void>;
}

/** Counts the tokens that requests ask for. */
export interface TokenCount {
  /**
   * Counts a request; called once for each.
   * @param inputTokens of its prompt; estimated from its words where unknown
   * @param outputTokens maximum
   * @throws when it would exceed the limit
   */
  take(inputTokens: number, outputTokens: number): void;
  /** Gives back a counted request that is never sent, because its load ended. */
  giveBack(inputTokens: number, outputTokens: number): void;
}

/** The surroundings of a phase. */
export interface PhaseContext {
  readonly target: Target;
  readonly journal: PhaseJournal;
  readonly prompts: PromptSource;
  /** Determines lengths and arrivals. */
  readonly seed: number;
  /** Determines, with the seed, the words of prompts. */
  readonly nonce: string;
  /** The part of the run that this worker sends. */
  readonly slice: Slice;
  /** Connects its stages with those of other workers. */
  readonly sync: StageSync;
  /** Aborted with the error as its reason: a timeout, a crossed limit or an interruption. */
  readonly signal: AbortSignal;
  readonly switchPolicy: 'unload-first' | 'load-first';
  /** Prompts and traces, read before anything was started. */
  readonly files: LoadFiles;
  /** Added to the requests of stages; absent where nothing is. */
  readonly additions?: RequestAdditions;
  /** Maximum number of open contexts; `Infinity` without a limit. */
  readonly maxContexts: number;
  /** May be empty. */
  readonly slos: Slos;
  /** Watches how requests end, over all steps. */
  readonly watch: RequestWatch;
  /** Decides stages that run until their criteria are decided; absent without any. */
  readonly decision?: StageDecision;
  /** Absent without a limit on tokens. */
  readonly tokens?: TokenCount;
  /** Absent without a network client, or when calibration is switched off. */
  readonly client?: ClientCalibrator;
}
