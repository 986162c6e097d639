import { createRandom, type Random } from '../random.ts';
import { drawLength, type LengthSpec } from '../length-spec.ts';
import type { Conversation, History, Turn } from '../dataset/dataset.ts';
import type { TurnTexts } from '../supply/turn-texts.ts';
import type { Dialogue, DialogueTurn, TurnContent } from './dialogue.ts';

/** How conversations of a data set are held. */
export interface DialogueOptions {
  readonly seed: number;
  /** Name of the stage: label of its texts, lengths and times. */
  readonly stage: string;
  /** For turns without a length of output. */
  readonly outputTokens: LengthSpec;
  /** Whether the user set that length: it then counts more than an estimate. */
  readonly isOutputDemanded: boolean;
  /** Makes texts of turns that are lengths; absent where the data set has none. */
  readonly texts?: TurnTexts;
  /** As each format means it when absent. */
  readonly history?: History;
  /** Mean time from a response to a turn of the user that has no delay, exponentially distributed; 0 when absent. */
  readonly thinkMeanMs?: number;
  /** Time from a response to the results of its tool calls that have no delay; 0 when absent. */
  readonly toolMs?: number;
}

/** Makes the conversations of a stage, in the order in which they are sent. */
export class DialogueMaker {
  readonly #options: DialogueOptions;
  readonly #lengths: Random;
  #conversations = 0;
  #turns = 0;

  constructor(options: DialogueOptions) {
    this.#options = options;
    this.#lengths = createRandom(options.seed, `lengths of ${options.stage}`);
  }

  make({ label, turns, history: meant }: Conversation): Dialogue {
    const { stage, seed, history = meant } = this.#options;
    this.#conversations += 1;
    const context = `${stage}-${this.#conversations}`;
    const random = createRandom(seed, `session ${this.#conversations - 1} of ${stage}`);
    return {
      context,
      history,
      turns: turns.map((turn, place) => {
        const made = this.#turn(turn, waitsFor(turns, place), random);
        return label === '' ? made : { label, ...made };
      }),
    };
  }

  /** A conversation for turns that are sent each by itself: answers of this run are not part of their history. */
  makeRecorded(conversation: Conversation): Dialogue {
    const dialogue = this.make(conversation);
    return dialogue.history === 'live' ? { ...dialogue, history: 'recorded' } : dialogue;
  }

  #turn(turn: Turn, after: readonly number[], random: Random): DialogueTurn {
    const { outputTokens, ...demand } = this.#outputOf(turn);
    const number = this.#turns;
    this.#turns += 1;
    return {
      make: () => this.#contentOf(turn, number),
      outputTokens,
      ...demand,
      thinkMs: after.length === 0 ? 0 : this.#waitOf(turn, random),
      after,
      ...(turn.answer === undefined ? {} : { answer: turn.answer }),
      ...(turn.model === undefined ? {} : { model: turn.model }),
      ...(turn.label === undefined ? {} : { label: turn.label }),
    };
  }

  #outputOf({ output }: Turn): Pick<DialogueTurn, 'outputTokens' | 'isLengthDemanded'> {
    const { outputTokens, isOutputDemanded } = this.#options;
    const drawn = drawLength(outputTokens, this.#lengths);
    if (output === undefined) return { outputTokens: drawn };
    const { tokens, kind } = output;
    if (kind === 'demand') return { outputTokens: tokens, isLengthDemanded: true };
    if (kind === 'estimate' && isOutputDemanded) return { outputTokens: drawn };
    return { outputTokens: tokens, isLengthDemanded: false };
  }

  #contentOf({ input, api }: Turn, number: number): TurnContent {
    const { texts, stage } = this.#options;
    if (input.kind === 'content') {
      const content = api === undefined ? input.content : { api, ...input.content };
      return { content, inputTokens: Number.NaN };
    }
    if (texts === undefined) throw new Error('A turn of given lengths needs a maker of texts.');
    const made = texts.make(input, { label: stage, number });
    const { messages, inputTokens, sharedTokens } = made;
    return {
      content: api === undefined ? { messages } : { messages, api },
      inputTokens,
      ...(sharedTokens === undefined ? {} : { sharedTokens }),
    };
  }

  #waitOf({ input, delayNs }: Turn, random: Random): number {
    const { thinkMeanMs = 0, toolMs = 0 } = this.#options;
    // Drawn for every turn, so that a delay in one changes no other.
    const drawn = -Math.log(1 - random.fraction()) * thinkMeanMs;
    if (delayNs !== undefined) return delayNs / 1e6;
    const answersTools = input.kind === 'content' && input.content.messages[0]?.role === 'tool';
    return answersTools ? toolMs : drawn;
  }
}

/** Places of the turns that a turn waits for: those that it names, else the one before. */
export function waitsFor(turns: readonly Turn[], place: number): number[] {
  const { after } = turns[place] ?? {};
  if (after === undefined) return place === 0 ? [] : [place - 1];
  return after.flatMap((id) => {
    const found = turns.findIndex((turn) => turn.id === id);
    return found === -1 || found >= place ? [] : [found];
  });
}

/** Why the turns of a conversation cannot be put in order; undefined where they can. */
export function faultOfOrder(turns: readonly Turn[]): string | undefined {
  for (const [place, { after = [] }] of turns.entries()) {
    for (const id of after) {
      const found = turns.findIndex((turn) => turn.id === id);
      if (found === -1) return `turn ${place + 1} waits for "${id}", which is no turn of it`;
      if (found >= place) return `turn ${place + 1} waits for "${id}", which does not precede it`;
    }
  }
  return undefined;
}
