/** Settings for opening an engine. */
export interface EngineSettings {
  /** Models that may be requested; none is loaded yet. */
  readonly models: readonly { readonly name: string; readonly path: string }[];
  /** Tokens that one context must hold. */
  readonly contextTokens: number;
  /** Contexts that a model must be able to hold and serve concurrently. */
  readonly parallel: number;
  readonly gpu: false | 'auto' | 'cuda' | 'vulkan' | 'metal';
  /** Compute threads. */
  readonly threads: number;
}

/** A loaded model. */
export interface EngineModel {
  /** Size of its weights; `NaN` if unknown. */
  readonly bytes: number;
  /** Actual context length, tokens. */
  readonly contextTokens: number;
}

/** One request to an engine. */
export interface EngineRequest {
  readonly model: string;
  /** From `openContext`; undefined requests a fresh context that no cache can serve, released afterwards. */
  readonly context: string | undefined;
  readonly prompt: string;
  readonly maxTokens: number;
  /** Whether it must not end earlier, whatever the model generates; an engine that cannot enforce this ignores it. */
  readonly isLengthDemanded?: boolean;
  readonly greedy: boolean;
  readonly signal: AbortSignal;
  /** Must be called for each token as it appears; the engine process takes a timestamp of each call. */
  readonly onToken: () => void;
}

/** The result of an {@link EngineRequest}. Counts are `NaN` if the engine does not know them. */
export interface EngineResponse {
  /** Prompt tokens, those that the engine prepended included. */
  readonly inputTokens: number;
  /** Prompt tokens served from a cache. */
  readonly cachedTokens: number;
  /** Tokens offered to the whole context: its previous content and the prompt. */
  readonly offeredTokens: number;
  /** Offered tokens that the context held after prompt processing. */
  readonly residentTokens: number;
  /** Ids of the generated tokens; empty if there are none. */
  readonly tokens: readonly number[];
  readonly text: string;
}

/**
 * An engine that runs inside the engine process.
 *
 * A custom module exports `createEngine(settings)`, named or as default, that returns an engine or a promise of one. It
 * runs in a child process, which may be killed at any moment. It must queue requests beyond `parallel`, in order.
 */
export interface Engine {
  /** Its name in reports. */
  readonly kind: string;
  readonly version: string;
  /** Anything else worth keeping with the results; never secrets. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
  /** Loads a model of the settings, so that it is ready for requests. */
  load(model: string, signal: AbortSignal): Promise<EngineModel>;
  /** Releases a model and its contexts. */
  unload(model: string): Promise<void>;
  /** Makes an empty context and returns its id. */
  openContext(model: string): Promise<string>;
  closeContext(context: string): Promise<void>;
  /** Generates a response; rejects soon after its signal is aborted. */
  generate(request: EngineRequest): Promise<EngineResponse>;
  countTokens(model: string, text: string): Promise<number>;
  /** Token ids of a text; without it, prompts of an exact length in tokens require words of one token each. */
  tokenize?(model: string, text: string): Promise<readonly number[]>;
  /** Releases memory that is not needed. */
  settle?(): Promise<void>;
  /** The engine process is about to end. */
  close?(): Promise<void>;
}
