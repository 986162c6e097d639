import { WORDS } from '../words.ts';

/** Token IDs of a text; undefined where the target returns none. */
type Tokenize = (text: string) => Promise<readonly number[] | undefined>;

/**
 * Separates the words in a request. It is common enough to be one token in every English vocabulary, and no other word begins
 * with it.
 */
const SEPARATOR = 'and';

/** Tokens of words after another word. */
export interface LaterCosts {
  readonly words: readonly string[];
  readonly costs: readonly number[];
  /** Whether a word has the same tokens at the beginning of a text. */
  readonly beginsAlike: boolean;
}

/**
 * Requests the tokens of every word after another one, in one text.
 * @returns undefined when there are no token IDs, or they cannot be split by word
 */
export async function laterCosts(tokenize: Tokenize): Promise<LaterCosts | undefined> {
  const words = WORDS.filter((word) => word !== SEPARATOR);
  const text = [SEPARATOR, ...words.flatMap((word) => [word, SEPARATOR])].join(' ');
  const ids = await tokenize(text);
  if (ids === undefined) return undefined;
  const separator = ids.at(-1);
  const parts = splitAt(ids, separator);
  // The first separator begins the text: it is a different token where a first word has no space before it.
  const beginsAlike = ids[0] === separator;
  const between = beginsAlike ? parts.slice(1, -1) : parts.slice(0, -1);
  if (between.length !== words.length) return undefined;
  const costs = between.map((part) => part.length);
  if (!beginsAlike) {
    // The first word includes the beginning of the text, whose tokens are unknown by themselves.
    return withoutFirst(words, costs);
  }
  return costs.includes(0)
    ? undefined
    : { words: [...words, SEPARATOR], costs: [...costs, 1], beginsAlike };
}

function withoutFirst(words: readonly string[], costs: readonly number[]): LaterCosts | undefined {
  const known = costs.slice(1);
  if (known.includes(0)) return undefined;
  return {
    words: [...words.slice(1), SEPARATOR],
    costs: [...known, 1],
    beginsAlike: false,
  };
}

/**
 * Requests the tokens of words without a space before them, each at the beginning of a line.
 * @returns undefined when there are no token IDs, or they cannot be split by word
 */
export async function lineCosts(
  words: readonly string[],
  tokenize: Tokenize,
): Promise<readonly number[] | undefined> {
  const ids = await tokenize(`${words.join('\n')}\n`);
  if (ids === undefined) return undefined;
  const parts = splitAt(ids, ids.at(-1));
  const lines = parts.slice(0, -1);
  const costs = lines.map((part) => part.length);
  return costs.length === words.length && !costs.includes(0) ? costs : undefined;
}

/** The parts before, between and after an ID. */
function splitAt(ids: readonly number[], separator: number | undefined): number[][] {
  const parts: number[][] = [[]];
  for (const id of ids) {
    if (id === separator) parts.push([]);
    else parts.at(-1)?.push(id);
  }
  return parts;
}
