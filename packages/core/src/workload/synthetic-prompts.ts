import { drawLength, type LengthSpec } from './length-spec.ts';
import { ExactText } from './exact-text.ts';
import { numberInWords } from './prompts.ts';
import { userPrompt, type Prompt, type TokenCounting } from './prompt.ts';
import { createRandom } from './random.ts';

/** Beginnings that prompts share, as those of users of one application do. */
export interface SharedPrefix {
  /** Beginnings that there are; prompts take them in turn. */
  readonly groups: number;
  /** Tokens of each beginning; they come on top of those of the prompt. */
  readonly tokens: number;
}

/** Lengths of one request. */
export interface RequestLengths {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Prompts of made-up text. */
export interface SyntheticSpec {
  readonly count: number;
  readonly inputTokens: LengthSpec;
  readonly outputTokens: LengthSpec;
  /** Each prompt is like no other without. */
  readonly sharedPrefix?: SharedPrefix;
  /** Number of the first, for prompts that follow others; 0 when absent. */
  readonly firstNumber?: number;
}

/** Prompts that are counted at the same time. */
const AT_ONCE = 8;

/**
 * Makes prompts of drawn lengths; see {@link makePromptsOfLengths}.
 * @throws {ConfigError} when a length cannot be reached
 */
export async function makeSyntheticPrompts(
  spec: SyntheticSpec,
  seed: number,
  label: string,
  counting: TokenCounting,
): Promise<Prompt[]> {
  const random = createRandom(seed, `lengths from ${spec.firstNumber ?? 0} ${label}`);
  const lengths = Array.from({ length: spec.count }, () => ({
    inputTokens: drawLength(spec.inputTokens, random),
    outputTokens: drawLength(spec.outputTokens, random),
  }));
  return await makePromptsOfLengths(lengths, seed, label, counting, spec);
}

/**
 * Makes prompts of an exact number of tokens, no two alike: each begins with its own number in words, so that no cache of
 * prefixes can serve one from another. The same seed gives the same prompts, in whatever order they are counted.
 * @param lengths those of a trace, for example
 * @param label what they are for; other labels give other prompts
 * @throws {ConfigError} when a length cannot be reached
 */
export async function makePromptsOfLengths(
  lengths: readonly RequestLengths[],
  seed: number,
  label: string,
  counting: TokenCounting,
  { sharedPrefix, firstNumber = 0 }: Pick<SyntheticSpec, 'sharedPrefix' | 'firstNumber'> = {},
): Promise<Prompt[]> {
  const texts = new ExactText(counting);
  const prefixes = await makePrefixes(sharedPrefix, seed, label, texts);
  const prompts: Prompt[] = [];
  for (let first = 0; first < lengths.length; first += AT_ONCE) {
    const made = lengths.slice(first, first + AT_ONCE).map(async (wanted, index) => {
      const number = firstNumber + first + index;
      const random = createRandom(seed, `prompt ${number} ${label}`);
      const own = await texts.make(numberInWords(number), wanted.inputTokens, random);
      const prefix = prefixes[number % Math.max(1, prefixes.length)];
      if (prefix === undefined) return userPrompt(own.text, own.tokens, wanted.outputTokens);
      const text = `${prefix} ${own.text}`;
      return userPrompt(text, await counting.count(text), wanted.outputTokens);
    });
    prompts.push(...(await Promise.all(made)));
  }
  return prompts;
}

/** Makes beginnings to share; the same seed and label give the same. None where none are asked for. */
export async function makePrefixes(
  sharedPrefix: SharedPrefix | undefined,
  seed: number,
  label: string,
  texts: ExactText,
): Promise<string[]> {
  if (sharedPrefix === undefined) return [];
  const prefixes: string[] = [];
  for (let group = 0; group < sharedPrefix.groups; group += 1) {
    const random = createRandom(seed, `prefix ${group} ${label}`);
    const { text } = await texts.make(numberInWords(group), sharedPrefix.tokens, random);
    prefixes.push(text);
  }
  return prefixes;
}
