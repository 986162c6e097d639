import type { Slos } from '../stream/rows/request-slos.ts';
import type { Target } from '../target/target.ts';
import type { LoadFiles } from '../workload/load-files.ts';
import type { PromptSource } from '../workload/prompts.ts';
import type { PhaseJournal } from './phase-journal.ts';
import type { StageDecision } from './stage/until-decided/stage-decision.ts';
import type { RequestWatch } from './watch/request-watch.ts';

/** How many requests a load keeps under way: so many at once, or as many as a rate makes of them. */
export type ExpectedLoad = { readonly concurrency: number } | { readonly ratePerSecond: number };

/** Checks how far the client's own stamps are from the truth. */
export interface ClientCalibrator {
  /**
   * Checks the client as it will be under a load, and notes the errors; not again where a check covers the load already.
   * The target has no part in it.
   */
  calibrate(load: ExpectedLoad): Promise<void>;
}

/** Counts tokens as requests are made. */
export interface TokenCount {
  /**
   * A request is made; called once for each.
   * @param inputTokens of its prompt; estimated from its words where they are not known
   * @param outputTokens at most
   * @throws when it is one too many
   */
  take(inputTokens: number, outputTokens: number): void;
  /** A request that was made is never sent: its load ended before. */
  giveBack(inputTokens: number, outputTokens: number): void;
}

/** What a phase works with. */
export interface PhaseContext {
  readonly target: Target;
  readonly journal: PhaseJournal;
  readonly prompts: PromptSource;
  /** Decides lengths and arrivals. */
  readonly seed: number;
  /** Decides, with the seed, the bytes of prompts. */
  readonly nonce: string;
  /** Aborted, with the error as its reason, on a timeout, a crossed limit or an interruption. */
  readonly signal: AbortSignal;
  readonly switchPolicy: 'unload-first' | 'load-first';
  /** What a load read from files, before anything was started. */
  readonly files: LoadFiles;
  /** Contexts that may be open at once; `Infinity` where nothing bounds them. */
  readonly contextsAtOnce: number;
  /** What every request should keep; may be empty. */
  readonly slos: Slos;
  /** Watches how requests end, over all steps. */
  readonly watch: RequestWatch;
  /** Decides stages that run until their criteria are decided; absent without any. */
  readonly decision?: StageDecision;
  /** Counts what is asked of the target, where that has a limit. */
  readonly tokens?: TokenCount;
  /** Absent where nothing is stamped by a client on a network, or it is not to be checked. */
  readonly client?: ClientCalibrator;
}
