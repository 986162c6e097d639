/** The word boundary of the SentencePiece vocabulary: represents the space before a word. */
const BOUNDARY = '\u2581';

/** `tokenizer.ggml.token_type` values of the GGUF format. */
const TOKEN_TYPE = { normal: 1, unknown: 2, control: 3, byte: 6 } as const;

/** The tokens of a tiny model, in the order of their ids. */
export interface Vocabulary {
  readonly tokens: readonly string[];
  readonly scores: Float32Array;
  readonly types: Int32Array;
  readonly beginningId: number;
  readonly endId: number;
  readonly unknownId: number;
  /** Ids from here up are whole words; lower ones are never generated. */
  readonly firstWordId: number;
}

/**
 * Makes the vocabulary of a llama tokenizer in which each word, including the space before it, is one token.
 *
 * The tokenizer joins two neighboring pieces if their concatenation is a token. Every prefix of `boundary + word` is a
 * token, and no piece begins inside a word, so a word can only grow from its left, and always does, up to the whole
 * word.
 */
export function makeVocabulary(words: readonly string[]): Vocabulary {
  const special = ['<unk>', '<s>', '</s>'];
  const bytes = Array.from(
    { length: 256 },
    (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  );
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));
  const fragments = [BOUNDARY, ...letters, ...findPrefixes(words)];
  const tokens = [...special, ...bytes, ...fragments, ...words.map((word) => BOUNDARY + word)];

  const types = new Int32Array(tokens.length).fill(TOKEN_TYPE.normal);
  types.set([TOKEN_TYPE.unknown, TOKEN_TYPE.control, TOKEN_TYPE.control]);
  types.fill(TOKEN_TYPE.byte, special.length, special.length + bytes.length);

  return {
    tokens,
    types,
    scores: Float32Array.from(tokens, (_, id) => -id),
    unknownId: 0,
    beginningId: 1,
    endId: 2,
    firstWordId: tokens.length - words.length,
  };
}

/** Prefixes of words, boundary included, that are not words themselves. */
function findPrefixes(words: readonly string[]): string[] {
  const whole = new Set(words);
  const prefixes = new Set<string>();
  for (const word of words) {
    for (let length = 1; length < word.length; length += 1) {
      const prefix = word.slice(0, length);
      if (!whole.has(prefix)) prefixes.add(BOUNDARY + prefix);
    }
  }
  return [...prefixes].toSorted();
}
