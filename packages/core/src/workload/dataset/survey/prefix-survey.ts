import { createHash } from 'node:crypto';
import * as z from 'zod';
import { IdealHits, type CountedPrompt } from '../../text/blocks/ideal-hits.ts';

/** What a cache that never drops anything would serve of the prompts of a file, sent in its order. */
export interface PrefixSummary {
  /** What prefixes are compared by: blocks of the file, or whole messages. */
  readonly by: 'blocks' | 'messages';
  readonly blocks: number;
  /** Blocks, or messages, at the beginning of prompts that earlier prompts had. */
  readonly hitBlocks: number;
  readonly tokens: number;
  readonly hitTokens: number;
  /** `hitTokens` of `tokens`. */
  readonly hitRatio: number;
  /** Line of the first prompt that is not counted, for a file with more different prefixes than are kept. */
  readonly untilLine?: number;
}

export const PrefixSummarySchema: z.ZodType<PrefixSummary, PrefixSummary> = z.object({
  by: z.enum(['blocks', 'messages']),
  blocks: z.int().nonnegative(),
  hitBlocks: z.int().nonnegative(),
  tokens: z.number().nonnegative(),
  hitTokens: z.number().nonnegative(),
  hitRatio: z.number().min(0).max(1),
  untilLine: z.int().positive().exactOptional(),
});

/** Different prefixes that are kept, about 100 bytes each. */
const MAX_PREFIXES = 2_000_000;

/** Characters of the hash of a prefix: 90 bits. */
const HASH_CHARACTERS = 15;

/** A message of a prompt, with its tokens. */
export interface CountedPiece {
  readonly key: string;
  readonly tokens: number;
}

/** Counts the prefixes that prompts share, by blocks or by whole messages; prompts of both kinds are counted apart. */
export class PrefixSurvey {
  readonly #ofBlocks = new IdealHits();
  readonly #known = new Set<string>();
  readonly #ofMessages = { prompts: 0, blocks: 0, hitBlocks: 0, tokens: 0, hitTokens: 0 };
  #untilLine: number | undefined;

  /** Adds a prompt that is made of blocks; one without blocks shares nothing. */
  addBlocks(line: number, prompt: CountedPrompt): void {
    if (!this.#isFull(line)) this.#ofBlocks.add(prompt);
  }

  /** Adds a prompt of messages. */
  addMessages(line: number, pieces: readonly CountedPiece[]): void {
    if (this.#isFull(line)) return;
    const sums = this.#ofMessages;
    let prefix = '';
    sums.prompts += 1;
    for (const { key, tokens } of pieces) {
      prefix = hashOf(`${prefix}\n${key}`);
      // A prefix is known only with all that it begins with.
      const isShared = this.#known.has(prefix);
      this.#known.add(prefix);
      sums.blocks += 1;
      sums.tokens += tokens;
      if (!isShared) continue;
      sums.hitBlocks += 1;
      sums.hitTokens += tokens;
    }
  }

  /** Of the prompts of blocks, else of those of messages; undefined without a prompt. */
  summary(): PrefixSummary | undefined {
    const isOfBlocks = this.#ofBlocks.sum.blocks > 0;
    const sums = isOfBlocks ? this.#ofBlocks.sum : this.#ofMessages;
    const { prompts, blocks, hitBlocks, tokens, hitTokens } = sums;
    if (prompts === 0 || tokens === 0) return undefined;
    return {
      by: isOfBlocks ? 'blocks' : 'messages',
      blocks,
      hitBlocks,
      tokens,
      hitTokens,
      hitRatio: hitTokens / tokens,
      ...(this.#untilLine === undefined ? {} : { untilLine: this.#untilLine }),
    };
  }

  #isFull(line: number): boolean {
    const { blocks, hitBlocks } = this.#ofBlocks.sum;
    if (blocks - hitBlocks + this.#known.size >= MAX_PREFIXES) this.#untilLine ??= line;
    return this.#untilLine !== undefined;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64').slice(0, HASH_CHARACTERS);
}
