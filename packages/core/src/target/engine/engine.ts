/** What an engine is opened with. */
export interface EngineSettings {
  /** Models that may be asked for; none is loaded yet. */
  readonly models: readonly { readonly name: string; readonly path: string }[];
  /** Tokens that one context must hold. */
  readonly contextTokens: number;
  /** Contexts that a model must be able to hold and to serve at once. */
  readonly parallel: number;
  readonly gpu: false | 'auto' | 'cuda' | 'vulkan' | 'metal';
  /** Threads to compute with. */
  readonly threads: number;
}

/** A model as an engine loaded it. */
export interface EngineModel {
  /** Bytes of its weights; `NaN` where unknown. */
  readonly bytes: number;
  /** Tokens that one context of it really holds. */
  readonly contextTokens: number;
}

/** One request to an engine. */
export interface EngineRequest {
  readonly model: string;
  /** What `openContext` returned; undefined asks for a fresh context, released afterwards, that no cache can serve. */
  readonly context: string | undefined;
  readonly prompt: string;
  readonly maxTokens: number;
  /** Whether it is to end no earlier, whatever the model would do; an engine that cannot do it ignores this. */
  readonly isLengthDemanded?: boolean;
  readonly greedy: boolean;
  readonly signal: AbortSignal;
  /** To be called for each token as it appears; the engine process timestamps the call. */
  readonly onToken: () => void;
}

/** What came of an {@link EngineRequest}. Counts are `NaN` where the engine does not know. */
export interface EngineResponse {
  /** Tokens of the prompt, those that the engine put before it included. */
  readonly inputTokens: number;
  /** Those of them that a cache served. */
  readonly cachedTokens: number;
  /** Tokens that the whole context was offered: what it held before, and the prompt. */
  readonly offeredTokens: number;
  /** Tokens of those offered that the context held when the prompt was read. */
  readonly residentTokens: number;
  /** Ids of the generated tokens; empty where there are none. */
  readonly tokens: readonly number[];
  readonly text: string;
}

/**
 * An embedded engine, as the engine process drives it.
 *
 * A module of your own exports `createEngine(settings)`, named or as default, that returns one (or a promise of one).
 * It runs in a child process, which may be killed at any moment. More requests than `parallel` are its to queue, in order.
 */
export interface Engine {
  /** What reports call it. */
  readonly kind: string;
  readonly version: string;
  /** Anything else worth keeping with the results; never secrets. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
  /** Loads a model of the settings, ready to generate. */
  load(model: string, signal: AbortSignal): Promise<EngineModel>;
  /** Releases a model and its contexts. */
  unload(model: string): Promise<void>;
  /** Makes an empty context and returns its id. */
  openContext(model: string): Promise<string>;
  closeContext(context: string): Promise<void>;
  /** Answers a request; rejects soon after its signal is aborted. */
  generate(request: EngineRequest): Promise<EngineResponse>;
  countTokens(model: string, text: string): Promise<number>;
  /** Ids of the tokens of a text; without it, prompts of an exact number of tokens need words of one token each. */
  tokenize?(model: string, text: string): Promise<readonly number[]>;
  /** Gives back memory that is held without need. */
  settle?(): Promise<void>;
  /** The engine process is about to end. */
  close?(): Promise<void>;
}
