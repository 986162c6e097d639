import type { Tokenizing } from '../../src/workload/text/learn-text-maker.ts';
import { createRandom } from '../../src/workload/random.ts';

/** A tokenizer given as a function of a text, which counts its calls. */
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

  /** Tokens of a text, without a counted call. */
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

/** One token per word, as with the tiny models: a first word is not special. */
export function wordPieces(text: string): string[] {
  return split(text, /\S+|\n/g).map((word) => (word === '\n' ? word : `_${word}`));
}

/** One token per letter and space: words have many tokens, and different numbers of them. */
export function letterPieces(text: string): string[] {
  return text.split('');
}

/**
 * Like byte-level BPE: words include the space before them, common ones are one token and others two or three, and a
 * word without a space before it has other tokens than one with it.
 */
export function bytePairPieces(text: string): string[] {
  return split(text, / ?[^\s]+|\s/g).flatMap((word) => {
    const isRare = createRandom(7, word).fraction() < (word.startsWith(' ') ? 0.2 : 0.5);
    return isRare && word.trim() !== 'and'
      ? [word.slice(0, 3), word.slice(3)].filter(Boolean)
      : [word];
  });
}

/** One token per word within a line, and three for the first word of a line. */
export function longBeginningPieces(text: string): string[] {
  return split(text, / ?[^\s]+|\n/g).flatMap((word) =>
    word.startsWith(' ') || word === '\n' ? [word] : [word.slice(0, 1), word.slice(1), '*'],
  );
}

/** Two consecutive common words are one token, so sums over words are wrong. */
export function superwordPieces(text: string): string[] {
  return split(text, /\S+(?: \S+)?|\n/g);
}

/** One token per word. */
export const byWords = new ScriptedTokenizer(wordPieces);
