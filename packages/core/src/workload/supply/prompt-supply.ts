import type { Prompt } from '../prompt.ts';
import type { Slice } from '../slice/slice.ts';

/**
 * How the lengths of prompts were set: in words, in tokens of the target or of a tokenizer from a file, in estimated tokens,
 * or by a dataset.
 */
export type PromptOrigin = 'words' | 'tokenizer' | 'local-tokenizer' | 'estimate' | 'file';

/** What prompts share by design, which a cache should serve. */
export type PromptSharing = 'prefix' | 'turns';

/** The prompts of a load. Making one does not call the target, and takes about as long as sending it. */
export interface PromptSupply {
  readonly origin: PromptOrigin;
  /** Absent where prompts share nothing. */
  readonly sharing?: PromptSharing;
  /** Prompts of one stage at most: those of a dataset that is not reused. Infinite when absent. */
  readonly most?: number;
  /**
   * Prompts of one stage, as many as there are. Their lengths depend only on the seed, the stage and their place in
   * it.
   * @param slice only the prompts whose place it has; all when absent
   */
  of(stage: string, slice?: Slice): Iterable<Prompt>;
  /** The last stage sent `count` prompts, over all workers: a dataset continues after them. */
  noteSent(count: number): void;
}
