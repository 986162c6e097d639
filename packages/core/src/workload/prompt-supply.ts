import { ExactText } from './exact-text.ts';
import { drawLength, type LengthSpec } from './length-spec.ts';
import { userPrompt, type Prompt, type TokenCounting } from './prompt.ts';
import type { PromptSource } from './prompts.ts';
import { createRandom, type Random } from './random.ts';
import { makePrefixes, makeSyntheticPrompts, type SharedPrefix } from './synthetic-prompts.ts';

/** Where the prompts of a load come from. */
export interface PromptSupply {
  /** How their lengths were made: in words, in tokens of the host, in tokens as estimated, or as a file has them. */
  readonly origin: 'words' | 'tokenizer' | 'estimate' | 'file';
  /** The next prompts, whole. */
  make(count: number): Promise<readonly Prompt[]>;
  /** Prompts without end; as many as are likely to be needed are made before it resolves. */
  endless(likely: number): Promise<Iterable<Prompt>>;
}

/** What all prompts of a load are drawn for: beginnings that are shared are the same in all of it. */
const LABEL = 'load';

/** Prompts for as long as there are any, and somebody takes them. */
function* endlessly(next: () => Prompt | undefined): Generator<Prompt> {
  for (let prompt = next(); prompt !== undefined; prompt = next()) yield prompt;
}

/** Prompts of so many words, each like no other. Nothing is asked of the host. */
export class WordPrompts implements PromptSupply {
  readonly origin = 'words';
  readonly #prompts: PromptSource;
  readonly #wordCount: number;
  readonly #outputTokens: LengthSpec;
  readonly #random: Random;

  constructor(prompts: PromptSource, wordCount: number, outputTokens: LengthSpec, seed: number) {
    this.#prompts = prompts;
    this.#wordCount = wordCount;
    this.#outputTokens = outputTokens;
    this.#random = createRandom(seed, 'output lengths');
  }

  async make(count: number): Promise<readonly Prompt[]> {
    return Array.from({ length: count }, () => this.#next());
  }

  async endless(): Promise<Iterable<Prompt>> {
    return endlessly(() => this.#next());
  }

  #next(): Prompt {
    const outputTokens = drawLength(this.#outputTokens, this.#random);
    return userPrompt(this.#prompts.next(this.#wordCount), Number.NaN, outputTokens);
  }
}

/** What prompts of exact lengths are made of. */
export interface ExactSpec {
  readonly inputTokens: LengthSpec;
  readonly outputTokens: LengthSpec;
  readonly sharedPrefix?: SharedPrefix;
  readonly seed: number;
}

/** Prompts of an exact number of tokens, as the host counts them. */
export class ExactPrompts implements PromptSupply {
  readonly #prompts: PromptSource;
  readonly #spec: ExactSpec;
  readonly #counting: TokenCounting;

  constructor(prompts: PromptSource, spec: ExactSpec, counting: TokenCounting) {
    this.#prompts = prompts;
    this.#spec = spec;
    this.#counting = counting;
  }

  get origin(): 'tokenizer' | 'estimate' {
    return this.#counting.isExact ? 'tokenizer' : 'estimate';
  }

  make(count: number): Promise<readonly Prompt[]> {
    const { seed, ...lengths } = this.#spec;
    const firstNumber = this.#prompts.reserve(count);
    return makeSyntheticPrompts({ ...lengths, count, firstNumber }, seed, LABEL, this.#counting);
  }

  /**
   * Nothing can be counted while a loop runs, without loading the host: what it takes beyond the prompts made for it has
   * as many words as those have.
   */
  async endless(likely: number): Promise<Iterable<Prompt>> {
    const { sharedPrefix, seed } = this.#spec;
    const made = await this.make(likely);
    const prefixes = await makePrefixes(sharedPrefix, seed, LABEL, new ExactText(this.#counting));
    let taken = 0;
    return endlessly(() => {
      const like = made[taken % made.length];
      taken += 1;
      if (like === undefined || taken <= made.length) return like;
      return this.#alike(like, prefixes);
    });
  }

  /** As many words as another, behind the beginning that both share. */
  #alike({ messages, outputTokens }: Prompt, prefixes: readonly string[]): Prompt {
    const text = messages.map(({ content }) => content).join(' ');
    const prefix = prefixes.find((one) => text.startsWith(`${one} `));
    const ownText = prefix === undefined ? text : text.slice(prefix.length + 1);
    const own = this.#prompts.next(ownText.split(' ').length);
    const whole = prefix === undefined ? own : `${prefix} ${own}`;
    return userPrompt(whole, Number.NaN, outputTokens);
  }
}

/** Prompts of a file, in its order, and from its beginning again when it is through. */
export class FilePrompts implements PromptSupply {
  readonly origin = 'file';
  readonly #prompts: readonly Prompt[];
  readonly #outputTokens: LengthSpec;
  readonly #random: Random;
  #taken = 0;

  /** @param outputTokens for prompts that leave it open */
  constructor(prompts: readonly Prompt[], outputTokens: LengthSpec, seed: number) {
    this.#prompts = prompts;
    this.#outputTokens = outputTokens;
    this.#random = createRandom(seed, 'output lengths');
  }

  async make(count: number): Promise<readonly Prompt[]> {
    return Array.from({ length: count }, () => this.#next()).filter((one) => one !== undefined);
  }

  async endless(): Promise<Iterable<Prompt>> {
    return endlessly(() => this.#next());
  }

  #next(): Prompt | undefined {
    const prompt = this.#prompts[this.#taken % this.#prompts.length];
    this.#taken += 1;
    if (prompt === undefined || !Number.isNaN(prompt.outputTokens)) return prompt;
    return { ...prompt, outputTokens: drawLength(this.#outputTokens, this.#random) };
  }
}
