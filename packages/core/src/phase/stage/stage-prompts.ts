import type { LengthSpec } from '../../workload/length-spec.ts';
import type { Prompt } from '../../workload/prompt.ts';
import { FilePrompts } from '../../workload/supply/file-prompts.ts';
import type { PromptSupply } from '../../workload/supply/prompt-supply.ts';
import { PrefixedText, type SharedPrefix } from '../../workload/supply/shared-prefix.ts';
import { TextPrompts, type LengthSpecs } from '../../workload/supply/text-prompts.ts';
import { SHORT_PROMPT_WORDS, WordPrompts } from '../../workload/supply/word-prompts.ts';
import type { TextMaker } from '../../workload/text/text-maker.ts';
import { learnTexts } from '../learn-texts.ts';
import type { PhaseContext } from '../phase.ts';

/** What prompts are asked to be like. */
export interface PromptOptions {
  /** Short prompts when absent. */
  readonly inputTokens?: LengthSpec;
  readonly outputTokens: LengthSpec;
  readonly sharedPrefix?: SharedPrefix;
  /** Of prompts from a file. */
  readonly uniquePrompts: boolean;
}

/** Where the stages of a phase take their prompts from. What is learned of the target's tokens is learned once. */
export class StagePrompts {
  readonly options: PromptOptions;
  readonly #phase: PhaseContext;
  readonly #model: string;
  #learned: Promise<TextMaker> | undefined;
  #supply: Promise<PromptSupply> | undefined;

  constructor(phase: PhaseContext, model: string, options: PromptOptions) {
    this.#phase = phase;
    this.#model = model;
    this.options = options;
  }

  /** Lengths of prompts that are made of tokens, whether a number is set or not. */
  get lengths(): LengthSpecs {
    const { inputTokens = SHORT_PROMPT_WORDS, outputTokens } = this.options;
    return { inputTokens, outputTokens };
  }

  /**
   * Prompts of the file if there is one, of numbers of tokens where those are set, else of a number of words.
   * @throws {ConfigError} when the target counts no tokens, or no text has as many as a shared prefix
   */
  supply(): Promise<PromptSupply> {
    this.#supply ??= this.#makeSupply();
    return this.#supply;
  }

  /** The same, with other lengths in place of those of the phase. @throws {ConfigError} as {@link supply} does */
  async supplyOf(lengths: Partial<LengthSpecs>): Promise<PromptSupply> {
    const specs = { ...this.lengths, ...lengths };
    return new TextPrompts(await this.texts(), specs, this.#phase.seed);
  }

  /** Makes texts behind the shared prefix, where there is one. @throws {ConfigError} as {@link supply} does */
  async texts(): Promise<TextMaker> {
    const { sharedPrefix } = this.options;
    const texts = await this.plainTexts();
    return sharedPrefix === undefined ? texts : new PrefixedText(texts, sharedPrefix);
  }

  /**
   * Makes texts of a number of tokens, each unlike every other; without the target once that is learned.
   * @throws {ConfigError} when the target counts no tokens
   */
  plainTexts(): Promise<TextMaker> {
    this.#learned ??= learnTexts(this.#phase, this.#model);
    return this.#learned;
  }

  /**
   * The prompts of a stage: those of its warm-up, and then measured ones. A file is left for measured requests.
   * @param measured how many of them; without end when absent
   */
  *of(
    supply: PromptSupply,
    stage: { readonly name: string; readonly warmup: number },
    measured = Infinity,
  ): Generator<Prompt> {
    const { name, warmup } = stage;
    if (supply.origin !== 'file') {
      yield* firstOf(supply.of(name), warmup + measured);
      return;
    }
    const { outputTokens } = this.options;
    const synthetic = new WordPrompts(this.#phase, SHORT_PROMPT_WORDS, outputTokens);
    yield* firstOf(synthetic.of(name), warmup);
    yield* firstOf(supply.of(name), measured);
  }

  async #makeSupply(): Promise<PromptSupply> {
    const { files, seed, nonce, journal } = this.#phase;
    const { inputTokens, outputTokens, sharedPrefix, uniquePrompts } = this.options;
    if (files.prompts !== undefined) {
      const sent = { outputTokens, isUnique: uniquePrompts };
      if (!uniquePrompts) {
        journal.step(
          "prompts from a file are sent as they are: the server's cache may answer repeated runs",
        );
      }
      return new FilePrompts(files.prompts, sent, { seed, nonce });
    }
    if (inputTokens === undefined && sharedPrefix === undefined) {
      return new WordPrompts({ seed, nonce }, SHORT_PROMPT_WORDS, outputTokens);
    }
    return await this.supplyOf({});
  }
}

/** So many prompts at most. */
function* firstOf(prompts: Iterable<Prompt>, count: number): Generator<Prompt> {
  let left = count;
  if (left === 0) return;
  for (const prompt of prompts) {
    yield prompt;
    left -= 1;
    if (left === 0) return;
  }
}
