/** Brings models of a server that runs already into memory and takes them out, by the server's own means. */
export interface ModelManager {
  /** What the report calls those means. */
  readonly means: 'llama.cpp router' | 'ollama' | 'vllm sleep mode';

  /**
   * Resolves when the model is in memory.
   * @returns bytes that it holds there, `NaN` where the server does not tell
   * @throws {TargetError} when the server fails to load it
   */
  load(model: string, signal?: AbortSignal): Promise<number>;

  /** Resolves when the model is out of memory, which it may have been before. @throws {TargetError} */
  unload(model: string, signal?: AbortSignal): Promise<void>;
}
