import { drawLength, type LengthSpec } from '../../workload/length-spec.ts';
import { createRandom, type Random } from '../../workload/random.ts';
import type { PromptOrigin } from '../../workload/supply/prompt-supply.ts';
import { originOf } from '../../workload/supply/origin-of.ts';
import { SHORT_PROMPT_WORDS } from '../../workload/supply/word-prompts.ts';
import type { TextMaker } from '../../workload/text/text-maker.ts';
import { learnTexts, type TextContext } from '../learn-texts.ts';
import type { PhaseContext } from '../phase.ts';

/** A prompt of a single request. */
export interface StepPrompt {
  readonly prompt: string;
  /** By the tokenizer of the target; `NaN` where unknown. */
  readonly inputTokens: number;
}

/** Prompts for one model. */
export interface ModelPrompts {
  readonly origin: PromptOrigin;
  /** Makes the next prompt without calling the target. */
  readonly next: () => StepPrompt;
}

/** Prompts of single requests: short ones, or of the number of tokens that the configuration sets. */
export class StepPrompts {
  readonly #phase: TextContext & Pick<PhaseContext, 'prompts'>;
  readonly #label: string;
  readonly #inputTokens: LengthSpec | undefined;
  readonly #lengths: Random;
  readonly #learned = new Map<string, ModelPrompts>();
  /** Over all models: no two prompts are alike. */
  #made = 0;

  /**
   * @param label distinguishes the texts from those of other phases
   * @param inputTokens of each prompt; short prompts when absent
   */
  constructor(
    phase: TextContext & Pick<PhaseContext, 'prompts'>,
    label: string,
    inputTokens?: LengthSpec,
  ) {
    this.#phase = phase;
    this.#label = `steps of ${label}`;
    this.#inputTokens = inputTokens;
    this.#lengths = createRandom(phase.seed, `lengths of ${this.#label}`);
  }

  /** A short prompt, for any model, loaded or not. */
  short(): StepPrompt {
    return { prompt: this.#phase.prompts.next(SHORT_PROMPT_WORDS), inputTokens: Number.NaN };
  }

  /**
   * Prompts for a model that is loaded; its tokens are learned once, where a number is set.
   * @throws {ConfigError} when the target counts no tokens
   */
  async of(model: string): Promise<ModelPrompts> {
    const known = this.#learned.get(model);
    if (known !== undefined) return known;
    const prompts = await this.#learn(model);
    this.#learned.set(model, prompts);
    return prompts;
  }

  async #learn(model: string): Promise<ModelPrompts> {
    const inputTokens = this.#inputTokens;
    if (inputTokens === undefined) return { origin: 'words', next: () => this.short() };
    const texts = await learnTexts(this.#phase, model);
    return { origin: originOf(texts), next: () => this.#make(texts, inputTokens) };
  }

  #make(texts: TextMaker, inputTokens: LengthSpec): StepPrompt {
    const key = { label: this.#label, number: this.#made };
    this.#made += 1;
    const { text, tokens } = texts.make(key, drawLength(inputTokens, this.#lengths));
    return { prompt: text, inputTokens: tokens };
  }
}
