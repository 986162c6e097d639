/** Loads and unloads the models of a running server through the server's own API. */
export interface ModelManager {
  /** The report's name for that API. */
  readonly means: 'llama.cpp router' | 'ollama' | 'vllm sleep mode';

  /**
   * Resolves when the model is in memory.
   * @returns bytes that it holds there, `NaN` where the server does not report them
   * @throws {TargetError} when the server fails to load it
   */
  load(model: string, signal?: AbortSignal): Promise<number>;

  /** Resolves when the model is out of memory, also where it was not loaded. @throws {TargetError} */
  unload(model: string, signal?: AbortSignal): Promise<void>;
}
