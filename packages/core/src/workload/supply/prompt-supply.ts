import type { Prompt } from '../prompt.ts';

/** How the lengths of prompts were made: in words, in tokens of the target, in estimated tokens, or as a file has them. */
export type PromptOrigin = 'words' | 'tokenizer' | 'estimate' | 'file';

/** What prompts have in common by design: a cache serves it, as it should. */
export type PromptSharing = 'prefix' | 'turns';

/** Where the prompts of a load come from. Making one asks nothing of the target, and takes about as long as sending it. */
export interface PromptSupply {
  readonly origin: PromptOrigin;
  /** Absent where no two prompts have anything in common. */
  readonly sharing?: PromptSharing;
  /**
   * Prompts of one stage, without end where there are any. Their lengths depend on the seed, the stage and their place in
   * it, whatever other stages took.
   */
  of(stage: string): Iterable<Prompt>;
  /** So many prompts of the last stage were sent: a file goes on after them. */
  noteSent(count: number): void;
}
