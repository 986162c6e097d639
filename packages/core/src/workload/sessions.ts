import { drawLength, type LengthSpec } from './length-spec.ts';
import { createRandom, type Random } from './random.ts';
import type { TextMaker } from './text/text-maker.ts';

/** Conversations of several turns. */
export interface SessionSpec {
  readonly turns: LengthSpec;
  /** Tokens of the user's message in each turn. */
  readonly inputTokens: LengthSpec;
  readonly outputTokens: LengthSpec;
  /** Mean time from a response to the next turn, exponentially distributed. */
  readonly thinkMeanMs: number;
}

/** One turn of a conversation. */
export interface SessionTurn {
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Time between the response before and this turn; 0 for the first. */
  readonly thinkMs: number;
}

/** The user's turns of a conversation; the responses are added while the load runs. */
export interface Session {
  readonly label: string;
  readonly turns: readonly SessionTurn[];
}

/** Identifies a conversation: its lengths and times depend on nothing else. */
export interface SessionKey {
  readonly seed: number;
  /** Name of the stage; other stages have other conversations. */
  readonly stage: string;
  /** From 0. */
  readonly place: number;
}

/** The number of turns of a conversation, without making it. */
export function turnsOf({ turns }: Pick<SessionSpec, 'turns'>, key: SessionKey): number {
  return drawLength(turns, randomOf(key));
}

/**
 * Makes a unique conversation.
 * @param beginnings makes the first turn: behind the history of its user, where users have one
 * @throws {ConfigError} for a length that no text has
 */
export function makeSession(
  spec: SessionSpec,
  key: SessionKey,
  texts: TextMaker,
  beginnings = texts,
): Session {
  const { stage, place } = key;
  const random = randomOf(key);
  const turns: SessionTurn[] = [];
  for (let left = drawLength(spec.turns, random); left > 0; left -= 1) {
    const turn = turns.length;
    const inputTokens = drawLength(spec.inputTokens, random);
    const maker = turn === 0 ? beginnings : texts;
    const made = maker.make({ label: `${stage} turn ${turn}`, number: place }, inputTokens);
    turns.push({
      text: made.text,
      inputTokens: made.tokens,
      outputTokens: drawLength(spec.outputTokens, random),
      thinkMs: turn === 0 ? 0 : spec.thinkMeanMs * exponential(random),
    });
  }
  return { label: `${stage}-${place + 1}`, turns };
}

function randomOf({ seed, stage, place }: SessionKey): Random {
  return createRandom(seed, `session ${place} of ${stage}`);
}

/** A value of the exponential distribution with mean 1. */
function exponential(random: Random): number {
  return -Math.log(1 - random.fraction());
}
