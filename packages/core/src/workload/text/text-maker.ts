import type { BlockPrompt } from './blocks/block-prompt.ts';
import type { TextKey } from './run-words.ts';

/** A text with its tokens. */
export interface MadeText {
  readonly text: string;
  /** By the tokenizer of the target, or a rounded estimate. */
  readonly tokens: number;
  /** Of these, tokens at the beginning that an earlier text of the maker has; absent where texts share nothing. */
  readonly sharedTokens?: number;
}

/** Makes texts of a number of tokens without calling the target. */
export interface TextMaker {
  /** False where tokens are estimated from words. */
  readonly isExact: boolean;
  /** Whether a tokenizer from a file counted them, and not the target. */
  readonly isLocal: boolean;
  /** Absent where texts share nothing. */
  readonly sharing?: 'prefix';
  /**
   * The text of a key.
   * @param tokens at least 1
   * @param isContinued whether it follows other words, after a space: a first word may have different tokens
   * @throws {ConfigError} when no text has that many tokens
   */
  make(key: TextKey, tokens: number, isContinued?: boolean): MadeText;
  /**
   * The text of a prompt whose prefix other prompts may have: it depends on its blocks alone.
   * @throws {ConfigError} when the blocks do not cover its tokens
   */
  makeBlocks(prompt: BlockPrompt): MadeText;
}
