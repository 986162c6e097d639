import type { Tokenizing } from '../../src/workload/text/learn-text-maker.ts';
import { createRandom } from '../../src/workload/random.ts';

/** A tokenizer as a function of a text, that counts how often it was asked. */
export class ScriptedTokenizer implements Tokenizing {
  readonly isExact: boolean;
  calls = 0;
  readonly #pieces: (text: string) => readonly string[];
  readonly #tellsIds: boolean;
  readonly #ids = new Map<string, number>();

  constructor(
    pieces: (text: string) => readonly string[],
    { isExact = true, tellsIds = true }: { isExact?: boolean; tellsIds?: boolean } = {},
  ) {
    this.#pieces = pieces;
    this.isExact = isExact;
    this.#tellsIds = tellsIds;
  }

  count = (text: string): Promise<number> => {
    this.calls += 1;
    return Promise.resolve(this.#pieces(text).length);
  };

  tokenize = (text: string): Promise<readonly number[] | undefined> => {
    if (!this.#tellsIds) return Promise.resolve(undefined);
    this.calls += 1;
    return Promise.resolve(this.#pieces(text).map((piece) => this.#idOf(piece)));
  };

  /** Tokens of a text, without a call that is counted. */
  lengthOf(text: string): number {
    return this.#pieces(text).length;
  }

  #idOf(piece: string): number {
    const id = this.#ids.get(piece) ?? this.#ids.size;
    this.#ids.set(piece, id);
    return id;
  }
}

function split(text: string, pattern: RegExp): string[] {
  return text.match(pattern) ?? [];
}

/** One token for each word, as with the tiny models: a first word is one like any other. */
export function wordPieces(text: string): string[] {
  return split(text, /\S+|\n/g).map((word) => (word === '\n' ? word : `_${word}`));
}

/** One token for each letter and each space: words have many tokens, and not all as many. */
export function letterPieces(text: string): string[] {
  return text.split('');
}

/**
 * Like byte-level BPE: words are split off with the space before them, common ones are one token and the others two or
 * three, and a word without a space before it has other tokens than one with it.
 */
export function bytePairPieces(text: string): string[] {
  return split(text, / ?[^\s]+|\s/g).flatMap((word) => {
    const isRare = createRandom(7, word).fraction() < (word.startsWith(' ') ? 0.2 : 0.5);
    return isRare && word.trim() !== 'and'
      ? [word.slice(0, 3), word.slice(3)].filter(Boolean)
      : [word];
  });
}

/** One token for each word after another, and three for each at the beginning of a line. */
export function longBeginningPieces(text: string): string[] {
  return split(text, / ?[^\s]+|\n/g).flatMap((word) =>
    word.startsWith(' ') || word === '\n' ? [word] : [word.slice(0, 1), word.slice(1), '*'],
  );
}

/** Two common words after each other are one token: sums of words do not hold. */
export function superwordPieces(text: string): string[] {
  return split(text, /\S+(?: \S+)?|\n/g);
}

/** One token for each word. */
export const byWords = new ScriptedTokenizer(wordPieces);
