import { createHash } from 'node:crypto';
import { ConfigError } from '../../../spec/error/errors.ts';
import type { PromptSeed } from '../run-words.ts';
import type { MadeText } from '../text-maker.ts';
import type { BlockPrompt } from './block-prompt.ts';
import type { BlockVocabulary } from './block-vocabulary.ts';
import { IdealHits } from './ideal-hits.ts';
import { TextCache } from './text-cache.ts';

/** Memory of the texts of blocks that are kept, bytes. */
const MAX_CACHED_BYTES = 32 * 1024 * 1024;

/** Random bytes that draw a word. */
const BYTES_PER_WORD = 2;

/** Values that these bytes have. */
const DRAWS = 2 ** (8 * BYTES_PER_WORD);

/**
 * Makes prompts of blocks. The text of a block depends on seed, nonce and id alone: it is the same in every process and on
 * every machine, wherever the block is in a prompt. A short block is the beginning of the full one.
 */
export class BlockTexts {
  readonly #vocabulary: BlockVocabulary;
  readonly #seed: PromptSeed;
  readonly #cache: TextCache;
  readonly #hits = new IdealHits();

  constructor(vocabulary: BlockVocabulary, seed: PromptSeed, maxCachedBytes = MAX_CACHED_BYTES) {
    this.#vocabulary = vocabulary;
    this.#seed = seed;
    this.#cache = new TextCache(maxCachedBytes);
  }

  /** @throws {ConfigError} when the blocks do not cover the tokens of the prompt */
  make({ blocks, blockTokens, tokens }: BlockPrompt): MadeText {
    const full = blocks.length - 1;
    if (!(tokens > full * blockTokens && tokens <= blocks.length * blockTokens)) {
      throw new ConfigError(
        `${tokens} tokens do not fit ${blocks.length} blocks of ${blockTokens} tokens`,
        { help: 'set blockTokens to the tokens of a block of the trace' },
      );
    }
    const { tokensPerWord, startTokens } = this.#vocabulary;
    const wordsOfBlock = Math.max(1, Math.floor(blockTokens / tokensPerWord));
    // What the words of a block cannot express is corrected in the last block: no later block moves.
    const wanted = Math.floor((tokens - startTokens) / tokensPerWord);
    const wordsOfLast = Math.max(1, wanted - full * wordsOfBlock);
    const text = blocks.map((id, place) =>
      this.#textOf(id, place === full ? wordsOfLast : wordsOfBlock),
    );
    const words = full * wordsOfBlock + wordsOfLast;
    const made = Math.round(words * tokensPerWord) + startTokens;
    const sharedTokens = this.#hits.add({ blocks, blockTokens, tokens: made });
    return { text: text.join(' '), tokens: made, sharedTokens };
  }

  #textOf(id: string, words: number): string {
    return this.#cache.get(id, words, () => this.#draw(id, words));
  }

  /** An extendable-output hash: more words of an id only add to the end. */
  #draw(id: string, wordCount: number): string {
    const { seed, nonce } = this.#seed;
    const bytes = createHash('shake256', { outputLength: wordCount * BYTES_PER_WORD })
      .update(JSON.stringify(['block', seed, nonce, id]))
      .digest();
    const { starts, words } = this.#vocabulary;
    const drawn: string[] = [];
    for (let place = 0; place < wordCount; place += 1) {
      const among = place === 0 ? starts : words;
      const draw = bytes.readUInt16LE(place * BYTES_PER_WORD);
      drawn.push(among[Math.floor((draw * among.length) / DRAWS)] ?? '');
    }
    return drawn.join(' ');
  }
}
