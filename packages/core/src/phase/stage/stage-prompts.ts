import type { LengthSpec } from '../../workload/length-spec.ts';
import type { Prompt } from '../../workload/prompt.ts';
import { DatasetPosition } from '../../workload/load-dataset/dataset-position.ts';
import type { DatasetSurvey } from '../../workload/load-dataset/dataset-survey.ts';
import type { LoadDataset } from '../../workload/load-dataset/load-dataset.ts';
import type { DialogueOptions } from '../../workload/dialogue/dialogue-maker.ts';
import { DatasetPrompts } from '../../workload/supply/dataset-prompts.ts';
import type { PromptOrigin, PromptSupply } from '../../workload/supply/prompt-supply.ts';
import { ItemPrompts, type RequestItems } from '../../workload/supply/item-prompts.ts';
import { PrefixedText, type SharedPrefix } from '../../workload/supply/shared-prefix.ts';
import { turnTextsOf } from '../../workload/supply/turn-texts.ts';
import {
  drawLengths,
  type LengthDraws,
  type LengthPair,
  type LengthSpecs,
} from '../../workload/lengths/length-pairs.ts';
import { TextPrompts } from '../../workload/supply/text-prompts.ts';
import { SHORT_PROMPT_WORDS, WordPrompts } from '../../workload/supply/word-prompts.ts';
import { shifted, sliceOf, type Slice } from '../../workload/slice/slice.ts';
import type { TextMaker } from '../../workload/text/text-maker.ts';
import { learnTexts } from '../learn-texts.ts';
import type { PhaseContext } from '../phase.ts';

/** Lengths and sharing of prompts. */
export interface PromptOptions {
  /** Short prompts when absent. */
  readonly inputTokens?: LengthSpec;
  readonly outputTokens: LengthSpec;
  /** Whether the user set that length: it then counts more than an estimate of a file. */
  readonly isOutputDemanded?: boolean;
  /** Kinds of requests, in place of both lengths. */
  readonly lengths?: readonly LengthPair[];
  readonly sharedPrefix?: SharedPrefix;
  /** For prompts of a dataset. */
  readonly uniquePrompts: boolean;
  /** For an API that generates no text. */
  readonly items?: RequestItems;
}

/** How turns of a file become requests. */
export type TurnOptions = Pick<DialogueOptions, 'outputTokens' | 'isOutputDemanded' | 'texts'>;

/** The prompts of the stages of a phase. How the target tokenizes is learned once. */
export class StagePrompts {
  readonly options: PromptOptions;
  readonly #phase: PhaseContext;
  readonly #model: string;
  #learned: Promise<TextMaker> | undefined;
  #texts: Promise<TextMaker> | undefined;
  #supply: Promise<PromptSupply> | undefined;
  #position: DatasetPosition | undefined;

  constructor(phase: PhaseContext, model: string, options: PromptOptions) {
    this.#phase = phase;
    this.#model = model;
    this.options = options;
  }

  /** Lengths of prompts that are made of tokens, whether a number is set or not. */
  get lengths(): LengthSpecs {
    const { inputTokens = SHORT_PROMPT_WORDS } = this.options;
    return { inputTokens, outputTokens: this.#outputTokens };
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
    const pair = { ...this.lengths, ...lengths, share: 1 };
    return await this.#drawnSupply((random) => drawLengths([pair], random));
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
   * The prompts of a stage that the slice of this worker has: those of its warm-up, then measured ones. The dataset is only
   * used for measured requests.
   * @param slice of this worker in the stage
   * @param measured number of measured prompts of all workers; infinite when absent
   */
  *of(
    supply: PromptSupply,
    stage: { readonly name: string; readonly warmup: number },
    slice: Slice,
    measured = Infinity,
  ): Generator<Prompt> {
    const { name, warmup } = stage;
    if (supply.most === undefined) {
      yield* firstOf(supply.of(name, slice), sliceOf(warmup + measured, slice));
      return;
    }
    const words = new WordPrompts(this.#phase, SHORT_PROMPT_WORDS, this.#outputTokens);
    const synthetic = this.#withItems(words);
    yield* firstOf(synthetic.of(name, slice), sliceOf(warmup, slice));
    const after = shifted(slice, warmup);
    yield* firstOf(supply.of(name, after), sliceOf(measured, after));
  }

  /** How turns of a file become requests. @throws {ConfigError} as {@link supply} does */
  async turnOptions({ hasLengths }: Pick<DatasetSurvey, 'hasLengths'>): Promise<TurnOptions> {
    const { outputTokens, isOutputDemanded = false } = this.options;
    return {
      outputTokens,
      isOutputDemanded,
      ...(hasLengths ? { texts: turnTextsOf(await this.texts()) } : {}),
    };
  }

  /** Where the stages are in the dataset; undefined without one. */
  get position(): DatasetPosition | undefined {
    const { dataset } = this.#phase.files;
    if (dataset !== undefined) this.#position ??= new DatasetPosition(dataset);
    return this.#position;
  }

  async #makeTexts(): Promise<TextMaker> {
    const { sharedPrefix } = this.options;
    const texts = await this.plainTexts();
    if (sharedPrefix === undefined) return texts;
    return new PrefixedText(texts, sharedPrefix, this.#phase.seed);
  }

  async #makeSupply(): Promise<PromptSupply> {
    const { files, seed, nonce } = this.#phase;
    const { inputTokens, lengths, sharedPrefix } = this.options;
    const outputTokens = this.#outputTokens;
    if (files.dataset !== undefined) return await this.#datasetSupply(files.dataset);
    if (files.lengths !== undefined) return await this.#drawnSupply(files.lengths.draw);
    if (lengths !== undefined) {
      return await this.#drawnSupply((random) => drawLengths(lengths, random));
    }
    if (inputTokens === undefined && sharedPrefix === undefined) {
      return this.#withItems(new WordPrompts({ seed, nonce }, SHORT_PROMPT_WORDS, outputTokens));
    }
    return await this.supplyOf({});
  }

  async #drawnSupply(draws: LengthDraws): Promise<PromptSupply> {
    return this.#withItems(new TextPrompts(await this.texts(), draws, this.#phase.seed));
  }

  async #datasetSupply({ survey, isReused }: LoadDataset): Promise<PromptSupply> {
    const { seed, nonce, journal } = this.#phase;
    const { uniquePrompts: isUnique } = this.options;
    if (!isUnique && survey.hasContent) {
      journal.step(
        "prompts of the dataset are sent unchanged: the server's cache may serve repeated runs",
      );
    }
    const turns = await this.turnOptions(survey);
    const origin = originOfTurns(survey, turns);
    const position = this.position;
    if (position === undefined) throw new Error('The position of a data set needs a data set.');
    const most = isReused ? Infinity : survey.requests;
    return this.#withItems(
      new DatasetPrompts(position, { origin, most, isUnique, ...turns }, { seed, nonce }),
    );
  }

  /** Lengths are drawn from 1 on: requests without text have no output length at all. */
  get #outputTokens(): LengthSpec {
    return this.options.items === undefined ? this.options.outputTokens : 1;
  }

  #withItems(supply: PromptSupply): PromptSupply {
    const { items } = this.options;
    return items === undefined ? supply : new ItemPrompts(supply, items, this.#phase.seed);
  }
}

/** How the lengths of the requests of a file were set: by the file, where some have content of their own. */
export function originOfTurns(
  { hasContent }: Pick<DatasetSurvey, 'hasContent'>,
  { texts }: Pick<TurnOptions, 'texts'>,
): PromptOrigin {
  return hasContent || texts === undefined ? 'file' : texts.origin;
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
