import type { Conversation, Turn } from '../dataset/dataset.ts';
import { createRandom } from '../random.ts';
import { scaleTrace, type TraceScaling } from './scale-trace.ts';
import type { TimedTurn } from './turns-in-time.ts';

/** How the turns of a trace are changed in time. */
export interface TurnScaling extends TraceScaling {
  readonly seed: number;
  /** Name of the stage; another draws other turns. */
  readonly stage: string;
}

/** The turns of a trace at another rate, or with their times spread: the same ones whenever they are read. */
export function* scaledTurns(
  turns: Iterable<TimedTurn>,
  scaling: TurnScaling,
): Generator<TimedTurn> {
  const random = createRandom(scaling.seed, `trace ${scaling.stage}`);
  const copies = new WeakMap<Conversation, Map<number, Conversation>>();
  for (const { row, copy, atNs } of scaleTrace(turns, (turn) => turn.atNs, scaling, random)) {
    const { conversation, place } = row;
    if (copy === 0) {
      yield { conversation, place, atNs };
      continue;
    }
    // Turns of one conversation are repeated in one conversation, too.
    const known = copies.get(conversation) ?? new Map<number, Conversation>();
    copies.set(conversation, known);
    const repeated = known.get(copy) ?? repetitionOf(conversation, copy);
    known.set(copy, repeated);
    yield { conversation: repeated, place, atNs };
  }
}

/** Repetitions share prefixes with each other as the trace has them, and none with the requests that they repeat. */
function repetitionOf(conversation: Conversation, copy: number): Conversation {
  return { ...conversation, turns: conversation.turns.map((turn) => turnOf(turn, copy)) };
}

function turnOf(turn: Turn, copy: number): Turn {
  const { input } = turn;
  if (input.kind === 'content' || input.blocks === undefined) return turn;
  return { ...turn, input: { ...input, blocks: input.blocks.map((id) => `${id} copy ${copy}`) } };
}
