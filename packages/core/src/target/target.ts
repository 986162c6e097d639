import type { ServerSettings } from '../spec/server-settings.ts';
import type { ReportedTimings } from '../stream/rows/reported-timings.ts';
import type { SurveyValue } from '../stream/rows/survey-stream.ts';
import type { FollowedRedirect } from './redirect.ts';
import type { WrittenRequest } from './written-request.ts';
import type { StartupEvent } from './started/startup-event.ts';

/** Identifies an open context of a model. */
export interface ContextHandle {
  readonly id: string;
  readonly model: string;
}

/** One request for text. */
export interface GenerationRequest {
  readonly model: string;
  /** The context to continue; a new one that is released afterwards when absent. */
  readonly context?: ContextHandle;
  readonly prompt: string;
  /** Generation ends after this many tokens. */
  readonly maxTokens: number;
  /** Whether generation must not end earlier; ignored by targets that cannot demand it. */
  readonly isLengthDemanded?: boolean;
  /** Greedy when true: the same context gives the same tokens. */
  readonly greedy: boolean;
  /**
   * The client cuts it this long after its send, ms; the generation is then what was received. Never when absent. Targets that
   * run whole loads ignore it here.
   */
  readonly cutAfterMs?: number;
  /** Cancels the request; the generation then rejects with an `AbortError`. */
  readonly signal?: AbortSignal;
}

/**
 * The result of a {@link GenerationRequest}. Timestamps are CLOCK_MONOTONIC nanoseconds, taken at the engine or the socket.
 * Counts are `NaN` where they are not reported.
 */
export interface Generation {
  readonly sentNs: number;
  readonly connectedNs: number;
  readonly firstByteNs: number;
  /** One timestamp for each content event. */
  readonly chunkNs: Float64Array;
  /** First content event that is not reasoning; `NaN` without one. */
  readonly firstAnswerNs: number;
  readonly endNs: number;
  /** Whether it was cut on purpose before its end; false when absent. */
  readonly isCut?: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly tokenCountSource: 'usage' | 'tokenizer' | 'chunks';
  readonly cachedTokens: number;
  /** Times the request was sent again on a fresh connection. */
  readonly resends: number;
  /** Tokens offered as context: those that it held before, and the prompt. */
  readonly offeredTokens: number;
  /** Offered tokens that the engine kept after shifting, truncation or compression. */
  readonly residentTokens: number;
  /** The generated token IDs, where they are reported; used to compare continuations. */
  readonly tokens: readonly number[];
  readonly text: string;
  /** Timings that a server reports for the request; none when absent. */
  readonly reported?: ReportedTimings;
  /** How the request was written, over HTTP. */
  readonly written?: WrittenRequest;
  /** Redirects that the request followed; none when absent. */
  readonly redirects?: readonly FollowedRedirect[];
}

/** How a target process ended. */
export interface TargetExit {
  readonly atNs: number;
  readonly pid: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** How a target describes itself. */
export interface TargetDescription {
  /** Kind of target: `llama-cpp`, `openai`… */
  readonly kind: string;
  /** Version of the engine or server, or empty when unknown. */
  readonly version: string;
  /** Names of the models it can run, in the order of the configuration. */
  readonly models: readonly string[];
  /** Anything else worth keeping with the results; never secrets. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/** Something that a target cannot do or report, and the metrics that it leaves unmeasured. */
export interface TargetLimitation {
  readonly ability:
    | 'load-models'
    | 'release-models'
    | 'show-process'
    | 'report-context-length'
    | 'report-token-ids'
    | 'stream-tokens'
    | 'generate-text'
    | 'hold-contexts'
    /** Whether the sampled process is the one that serves. */
    | 'confirm-process';
  /** Why, and what would help; shown to users. */
  readonly reason: string;
  /** Metrics by their names in the registry. */
  readonly metrics: readonly string[];
}

/** A model as loaded. */
export interface LoadedModel {
  readonly model: string;
  /** Bytes of its file or weights; `NaN` where unknown. */
  readonly bytes: number;
  /** Context length in tokens; `NaN` where it is not reported. */
  readonly contextTokens: number;
  /** Whether it was already loaded, so that the call took no time. */
  readonly isHeld?: boolean;
}

/**
 * Called before a process of the target is ended for another one, and when the other one is launched and held. The target
 * waits for the returned promise.
 */
export type RelaunchListener = (step: 'ending' | 'launched') => Promise<void>;

/**
 * The system under test, a server or the embedded engine: it loads models, holds contexts and generates text.
 * Every method rejects with {@link TargetDiedError} once the process of the target has exited.
 */
export interface Target {
  readonly description: TargetDescription;
  /** Process to sample; undefined before `start()` and for a remote server. */
  readonly pid: number | undefined;
  /** Process outside the tree of `pid` that adopts its orphans; none when absent. */
  readonly adopterPid?: number | undefined;
  /** Whether `stop()` ends a process that `start()` began; an attached process is never signaled. */
  readonly managed: boolean;
  /** What it cannot do, known once it is started; nothing when absent. */
  readonly limitations?: readonly TargetLimitation[];
  /** Resolves when the process of the target exits, by itself or by `stop()`. */
  readonly exited: Promise<TargetExit>;
  /**
   * Reports values of the target over time, in batches in order of time; absent where there are none. Register before
   * `start()`.
   */
  onSurvey?(listener: (values: readonly SurveyValue[]) => void): void;
  /** Reports the steps of its start; absent where there are none. Register before `launch()`. */
  onStartup?(listener: (event: StartupEvent) => void): void;
  /** Reports that a process replaces another to switch models; absent where that never happens. */
  onRelaunch?(listener: RelaunchListener): void;
  /** The last output lines of its process, without secrets; empty without output. */
  outputTail?(): string;
  /**
   * Starts its process, held before its first instruction until `start()`: `pid` is known from then on, so that everything it
   * does is sampled. Without this method there is no process before `start()`.
   */
  launch?(): Promise<void>;
  /** Starts the engine or connects to the server; loads no model. */
  start(signal?: AbortSignal): Promise<void>;
  /**
   * Checks once before the first phase, on a started target, whether requests can work at all, as far as that can be known
   * without a load. Absent where there is nothing to check.
   * @throws {TargetError} when they cannot
   */
  verify?(signal?: AbortSignal): Promise<void>;
  /**
   * Reads the settings that the target reports, without secrets; absent where it reports none. Do not call it during a
   * measurement. Settings that cannot be read are listed in the result and cause no error.
   */
  readSettings?(signal?: AbortSignal): Promise<ServerSettings>;
  load(model: string, signal?: AbortSignal): Promise<LoadedModel>;
  unload(model: string): Promise<void>;
  /** Opens an empty context on a loaded model. */
  openContext(model: string): Promise<ContextHandle>;
  closeContext(context: ContextHandle): Promise<void>;
  generate(request: GenerationRequest): Promise<Generation>;
  /** Number of tokens of a text by the model's tokenizer. */
  countTokens(model: string, text: string): Promise<number>;
  /**
   * Token ids of a text by the model's tokenizer; undefined where the target offers none.
   * @throws {TargetError} when the tokenizer fails
   */
  tokenize?(model: string, text: string): Promise<readonly number[] | undefined>;
  /** Has the target release memory that it does not need; resolves when it has. */
  settle(): Promise<void>;
  /** Ends a managed process, first gently, then by force; idempotent. */
  stop(): Promise<void>;
}
