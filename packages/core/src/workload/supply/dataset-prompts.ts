import { DialogueMaker, type DialogueOptions } from '../dialogue/dialogue-maker.ts';
import { turnPrompt } from '../dialogue/turn-prompt.ts';
import type { DatasetPosition } from '../load-dataset/dataset-position.ts';
import type { Prompt } from '../prompt.ts';
import { PromptSource } from '../prompts.ts';
import { holds, WHOLE } from '../slice/slice.ts';
import type { PromptSeed } from '../text/run-words.ts';
import type { PromptOrigin, PromptSharing, PromptSupply } from './prompt-supply.ts';
import { UNIQUE_WORDS, withPrefix } from './unique-prefix.ts';

/** How requests of a dataset are sent. */
export interface DatasetPromptOptions extends Pick<
  DialogueOptions,
  'outputTokens' | 'isOutputDemanded' | 'texts'
> {
  /** How their lengths were set. */
  readonly origin: PromptOrigin;
  /** Requests of a stage at most; `Infinity` where the data set is reused. */
  readonly most: number;
  /** Whether each begins with words of the nonce, so that no cache serves it; sent unchanged otherwise. */
  readonly isUnique: boolean;
}

/** The requests of a data set, each turn of a conversation by itself with the turns before it as they were recorded. */
export class DatasetPrompts implements PromptSupply {
  readonly origin: PromptOrigin;
  readonly sharing?: PromptSharing;
  readonly #position: DatasetPosition;
  readonly #options: DatasetPromptOptions;
  readonly #seed: PromptSeed;

  readonly most: number;

  constructor(position: DatasetPosition, options: DatasetPromptOptions, seed: PromptSeed) {
    this.origin = options.origin;
    if (options.texts?.sharing !== undefined) this.sharing = options.texts.sharing;
    this.most = options.most;
    this.#position = position;
    this.#options = options;
    this.#seed = seed;
  }

  *of(stage: string, slice = WHOLE): Generator<Prompt> {
    const { isUnique, origin: _origin, most: _most, ...options } = this.#options;
    const maker = new DialogueMaker({ ...options, seed: this.#seed.seed, stage });
    const prefixes = new PromptSource(this.#seed, `file ${stage}`);
    let number = 0;
    for (const { conversation, firstPlace } of this.#position.fromRequest()) {
      const dialogue = maker.makeRecorded(conversation);
      for (let place = firstPlace; place < dialogue.turns.length; place += 1) {
        if (number >= this.most) return;
        if (holds(slice, number)) {
          const prompt = turnPrompt(dialogue, place);
          yield isUnique ? withPrefix(prompt, prefixes.next(UNIQUE_WORDS)) : prompt;
        } else prefixes.skip();
        number += 1;
      }
    }
  }

  noteSent(count: number): void {
    this.#position.noteSent(count);
  }
}
