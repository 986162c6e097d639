import type { ServerSettings } from '../spec/server-settings.ts';
import type { ReportedTimings } from '../stream/rows/reported-timings.ts';
import type { SurveyValue } from '../stream/rows/survey-stream.ts';
import type { FollowedRedirect } from './redirect.ts';
import type { StartupEvent } from './started/startup-event.ts';

/** Length and identity of a context: what a conversation or a prompt prefix holds. */
export interface ContextHandle {
  readonly id: string;
  readonly model: string;
}

/** One request for text. */
export interface GenerationRequest {
  readonly model: string;
  /** The context to continue; a fresh one of its own, released afterwards, when absent. */
  readonly context?: ContextHandle;
  readonly prompt: string;
  /** Generation ends after this many tokens. */
  readonly maxTokens: number;
  /** Whether it is to end no earlier, whatever the model would do; a target that cannot demand it ignores this. */
  readonly isLengthDemanded?: boolean;
  /** Greedy when true: the same context gives the same tokens. */
  readonly greedy: boolean;
  /**
   * When it is cut on purpose, milliseconds after its send; the generation is then what was received. Never when absent. A
   * target that takes whole loads ignores it here.
   */
  readonly cutAfterMs?: number;
  /** Cancels the request; the generation then rejects with an `AbortError`. */
  readonly signal?: AbortSignal;
}

/**
 * What came of a {@link GenerationRequest}. Stamps are CLOCK_MONOTONIC nanoseconds, taken where the request
 * met the engine or the socket. Counts are `NaN` where the host did not tell.
 */
export interface Generation {
  readonly sentNs: number;
  readonly connectedNs: number;
  readonly firstByteNs: number;
  /** One stamp for each content event. */
  readonly chunkNs: Float64Array;
  /** First content event that is not reasoning; `NaN` where there was none. */
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
  /** Tokens of the whole context that were offered: what it held before, and the prompt. */
  readonly offeredTokens: number;
  /** Tokens of those offered that the engine holds after it shifted, truncated or compressed. */
  readonly residentTokens: number;
  /** The generated token ids, where the host tells them; used to compare continuations. */
  readonly tokens: readonly number[];
  readonly text: string;
  /** What a server reports of the request; nothing when absent. */
  readonly reported?: ReportedTimings;
  /** Redirects that a server led the request through; none when absent. */
  readonly redirects?: readonly FollowedRedirect[];
}

/** How a target process ended. */
export interface TargetExit {
  readonly atNs: number;
  readonly pid: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** What a target says of itself. */
export interface TargetDescription {
  /** Kind of host: `llama-cpp`, `openai`… */
  readonly kind: string;
  /** Version of the engine or server, or empty when unknown. */
  readonly version: string;
  /** Names of the models it can run, in the order of the configuration. */
  readonly models: readonly string[];
  /** Anything else worth keeping with the results; never secrets. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/** Something that a target cannot do or tell, and what stays unmeasured for it. */
export interface TargetLimitation {
  readonly ability:
    | 'load-models'
    | 'release-models'
    | 'show-process'
    | 'report-context-length'
    | 'report-token-ids'
    | 'stream-tokens'
    /** Whether the process that is sampled is the one that serves. */
    | 'confirm-process';
  /** Why, and what would help, for people. */
  readonly reason: string;
  /** Metrics by their names in the registry. */
  readonly metrics: readonly string[];
}

/** A model as loaded. */
export interface LoadedModel {
  readonly model: string;
  /** Bytes of its file or weights; `NaN` where unknown. */
  readonly bytes: number;
  /** Tokens that one context of it can hold; `NaN` where a host does not tell. */
  readonly contextTokens: number;
  /** Whether it was loaded before it was asked for, so that the call took no time for it. */
  readonly isHeld?: boolean;
}

/**
 * Called before a process of the target is ended to make room for another, and when that one has been launched and is held. The
 * target waits for it.
 */
export type RelaunchListener = (step: 'ending' | 'launched') => Promise<void>;

/**
 * What is under test: a host that loads models, holds contexts and generates text.
 * Every method rejects with {@link TargetDiedError} once the process of the target is gone.
 */
export interface Target {
  readonly description: TargetDescription;
  /** Process to sample; undefined before `start()` and for a remote host. */
  readonly pid: number | undefined;
  /** Process that adopts what loses its parent in the tree of `pid`, itself not of the tree; none where absent. */
  readonly adopterPid?: number | undefined;
  /** Whether `stop()` ends a process that `start()` began; a process that we did not start is never signalled. */
  readonly managed: boolean;
  /** What it cannot do, known once it was started; nothing when absent. */
  readonly limitations?: readonly TargetLimitation[];
  /** Resolves when the target's process ends, by itself or by `stop()`. */
  readonly exited: Promise<TargetExit>;
  /**
   * Tells what the target says of itself over time, in batches in order of time; none where absent.
   * Those who listen begin before `start()`.
   */
  onSurvey?(listener: (values: readonly SurveyValue[]) => void): void;
  /** Reports the steps of its start; none where absent. Those who listen begin before `launch()`. */
  onStartup?(listener: (event: StartupEvent) => void): void;
  /** Reports that a process takes the place of another, as models are switched by starting a server anew; none where absent. */
  onRelaunch?(listener: RelaunchListener): void;
  /** The last lines that its process wrote, without secrets; empty where it wrote nothing. */
  outputTail?(): string;
  /**
   * Starts its process, held before its first instruction until `start()`: `pid` is known from then on, so that all that it
   * does is sampled. A target without has no process before `start()`.
   */
  launch?(): Promise<void>;
  /** Starts or reaches the host; no model is loaded yet. */
  start(signal?: AbortSignal): Promise<void>;
  /**
   * Asked once before the first phase, of a target that was started: whether requests can work at all, as far as that
   * shows without a load. Nothing to find out when absent.
   * @throws {TargetError} when they cannot
   */
  verify?(signal?: AbortSignal): Promise<void>;
  /**
   * Reads what the target reports about its settings, without secrets; none where absent. Not while anything is measured.
   * What cannot be read is named in it, and no error.
   */
  readSettings?(signal?: AbortSignal): Promise<ServerSettings>;
  load(model: string, signal?: AbortSignal): Promise<LoadedModel>;
  unload(model: string): Promise<void>;
  /** Makes an empty context on a loaded model. */
  openContext(model: string): Promise<ContextHandle>;
  closeContext(context: ContextHandle): Promise<void>;
  generate(request: GenerationRequest): Promise<Generation>;
  /** Tokens of a text by the model's own tokenizer. */
  countTokens(model: string, text: string): Promise<number>;
  /**
   * Ids of the tokens of a text by the model's own tokenizer; undefined where the host has none to ask.
   * @throws {TargetError} when it has one, and it fails
   */
  tokenize?(model: string, text: string): Promise<readonly number[] | undefined>;
  /** Asks the host to give back memory that it holds without need; resolves when it has. */
  settle(): Promise<void>;
  /** Ends the process if it is managed, gently and then by force; idempotent. */
  stop(): Promise<void>;
}
