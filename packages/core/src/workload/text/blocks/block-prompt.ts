/** A prompt of blocks: prompts with equal ids at their beginning share that prefix. */
export interface BlockPrompt {
  /** Opaque ids, in order; at least one. */
  readonly blocks: readonly string[];
  /** Tokens of a full block; the last may be shorter. */
  readonly blockTokens: number;
  /** Tokens of the whole prompt. */
  readonly tokens: number;
}
