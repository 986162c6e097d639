import { ConfigError } from '../../spec/error/errors.ts';
import { WORDS } from '../words.ts';
import { EstimatedText } from './estimated-text.ts';
import { ExactText } from './exact-text.ts';
import { laterCosts, lineCosts } from './read-word-costs.ts';
import type { PromptSeed, TextKey } from './run-words.ts';
import type { TextMaker } from './text-maker.ts';
import type { WordCosts } from './word-costs.ts';

/** How a target tokenizes. */
export interface Tokenizing {
  /** False where tokens are estimated from words. */
  readonly isExact: boolean;
  /** Whether it is a tokenizer from a file. */
  readonly isLocal?: boolean;
  readonly count: (text: string) => Promise<number>;
  /** Token IDs of a text; undefined where the target has no tokenizer that returns them. */
  readonly tokenize: (text: string) => Promise<readonly number[] | undefined>;
}

/** Tokens of the text that verifies the learned token counts. */
const CHECKED_TOKENS = 256;

/** Its key, which no prompt of a load has. */
const CHECKED: TextKey = { label: 'tokenizer check', number: 0 };

/**
 * Learns how words become tokens with at most four calls of the target: the tokens of all words after another word, those of
 * all words at the beginning of a line if words differ there, and a whole text to verify the sums. If the sums do not hold, or
 * the target returns no token IDs, lengths are estimated.
 * @throws {ConfigError} when the target counts no tokens
 */
export async function learnTextMaker(tokenizing: Tokenizing, seed: PromptSeed): Promise<TextMaker> {
  const costs = tokenizing.isExact ? await learnCosts(tokenizing) : undefined;
  if (costs !== undefined) {
    const exact = new ExactText(costs, seed, tokenizing.isLocal);
    const { text } = exact.make(CHECKED, CHECKED_TOKENS);
    if ((await tokenizing.count(text)) === CHECKED_TOKENS) return exact;
  }
  return new EstimatedText(await tokensPerWord(tokenizing), seed);
}

async function learnCosts({ tokenize, count }: Tokenizing): Promise<WordCosts | undefined> {
  const later = await laterCosts(tokenize);
  if (later === undefined) return await oneTokenEach(count);
  const { words, costs } = later;
  if (later.beginsAlike) return { words, first: costs, later: costs };
  const atLineStart = await lineCosts(words, tokenize);
  return atLineStart === undefined ? undefined : { words, first: atLineStart, later: costs };
}

/** For a target that only counts: whether every word is one token. */
async function oneTokenEach(
  count: (text: string) => Promise<number>,
): Promise<WordCosts | undefined> {
  if ((await count(WORDS.join(' '))) !== WORDS.length) return undefined;
  const ones = WORDS.map(() => 1);
  return { words: WORDS, first: ones, later: ones };
}

async function tokensPerWord({ count }: Tokenizing): Promise<number> {
  const tokens = await count(WORDS.join(' '));
  if (tokens > 0) return tokens / WORDS.length;
  throw new ConfigError(
    `the target counts ${tokens} tokens in ${WORDS.length} words, so prompts of a set length cannot be made`,
    {
      help: 'remove inputTokens, sharedPrefix, and sessions, trace and sweep stages that set prompt lengths',
    },
  );
}
