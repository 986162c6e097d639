import type { TextKey } from './run-words.ts';

/** A text with the tokens that it has. */
export interface MadeText {
  readonly text: string;
  /** As the target counts them; a whole number near them where they are estimated. */
  readonly tokens: number;
}

/** Makes texts of a number of tokens without asking the target. */
export interface TextMaker {
  /** False where tokens are estimated from words. */
  readonly isExact: boolean;
  /** Absent where no two texts have anything in common. */
  readonly sharing?: 'prefix';
  /**
   * The text of a key.
   * @param tokens at least 1
   * @param isContinued whether it follows other words, after a space: a first word may have other tokens
   * @throws {ConfigError} when no text has that many tokens
   */
  make(key: TextKey, tokens: number, isContinued?: boolean): MadeText;
}
