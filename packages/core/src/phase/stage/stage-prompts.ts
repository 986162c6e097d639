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

/** Lengths and sharing of prompts. */
export interface PromptOptions {
  /** Short prompts when absent. */
  readonly inputTokens?: LengthSpec;
  readonly outputTokens: LengthSpec;
  readonly sharedPrefix?: SharedPrefix;
  /** For prompts of a dataset. */
  readonly uniquePrompts: boolean;
}

/** The prompts of the stages of a phase. How the target tokenizes is learned once. */
export class StagePrompts {
  readonly options: PromptOptions;
  readonly #phase: PhaseContext;
  readonly #model: string;
  #learned: Promise<TextMaker> | undefined;
  #texts: Promise<TextMaker> | undefined;
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
   * Prompts of the dataset if there is one, else of the number of tokens that is set, else short ones.
   * @throws {ConfigError} when the target counts no tokens, or a shared prefix of its length cannot be made
   */
  supply(): Promise<PromptSupply> {
    this.#supply ??= this.#makeSupply();
    return this.#supply;
  }

  /** Prompts with other lengths than those of the phase. @throws {ConfigError} as {@link supply} does */
  async supplyOf(lengths: Partial<LengthSpecs>): Promise<PromptSupply> {
    const specs = { ...this.lengths, ...lengths };
    return new TextPrompts(await this.texts(), specs, this.#phase.seed);
  }

  /** Makes texts that begin with the shared prefix, where there is one. @throws {ConfigError} as {@link supply} does */
  texts(): Promise<TextMaker> {
    this.#texts ??= this.#makeTexts();
    return this.#texts;
  }

  /**
   * Makes unique texts of a number of tokens, without calling the target once its tokens are learned.
   * @throws {ConfigError} when the target counts no tokens
   */
  plainTexts(): Promise<TextMaker> {
    this.#learned ??= learnTexts(this.#phase, this.#model);
    return this.#learned;
  }

  /**
   * The prompts of a stage: those of its warm-up, then measured ones. The dataset is only used for measured requests.
   * @param measured number of measured prompts; infinite when absent
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

  async #makeTexts(): Promise<TextMaker> {
    const { sharedPrefix } = this.options;
    const texts = await this.plainTexts();
    if (sharedPrefix === undefined) return texts;
    return new PrefixedText(texts, sharedPrefix, this.#phase.seed);
  }

  async #makeSupply(): Promise<PromptSupply> {
    const { files, seed, nonce, journal } = this.#phase;
    const { inputTokens, outputTokens, sharedPrefix, uniquePrompts } = this.options;
    if (files.prompts !== undefined) {
      const sent = { outputTokens, isUnique: uniquePrompts };
      if (!uniquePrompts) {
        journal.step(
          "prompts of the dataset are sent unchanged: the server's cache may serve repeated runs",
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

/** At most `count` prompts. */
function* firstOf(prompts: Iterable<Prompt>, count: number): Generator<Prompt> {
  let left = count;
  if (left === 0) return;
  for (const prompt of prompts) {
    yield prompt;
    left -= 1;
    if (left === 0) return;
  }
}
