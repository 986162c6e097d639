import { drawLength, type LengthSpec } from './length-spec.ts';
import { ExactText } from './exact-text.ts';
import { numberInWords } from './prompts.ts';
import type { TokenCounting } from './prompt.ts';
import { createRandom, type Random } from './random.ts';

/** Conversations of several turns. */
export interface SessionSpec {
  readonly count: number;
  readonly turns: LengthSpec;
  /** Tokens that the user says in each turn. */
  readonly inputTokens: LengthSpec;
  readonly outputTokens: LengthSpec;
  /** How long a user thinks between an answer and the next turn, on average; times are exponentially distributed. */
  readonly thinkMeanMs: number;
  /** Number of the first, for conversations that follow other prompts; 0 when absent. */
  readonly firstNumber?: number;
}

/** One turn of a user. */
export interface SessionTurn {
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Time between the answer before and this turn; 0 for the first. */
  readonly thinkMs: number;
}

/** One conversation, made before the load begins; what the model answers joins it while it runs. */
export interface Session {
  readonly label: string;
  readonly turns: readonly SessionTurn[];
}

/**
 * Makes conversations, no two alike. The same seed gives the same ones.
 * @throws {ConfigError} when a length cannot be reached
 */
export async function makeSessions(
  spec: SessionSpec,
  seed: number,
  label: string,
  counting: TokenCounting,
): Promise<Session[]> {
  const texts = new ExactText(counting);
  const sessions: Session[] = [];
  for (let index = 0; index < spec.count; index += 1) {
    const number = (spec.firstNumber ?? 0) + index;
    const random = createRandom(seed, `session ${number} ${label}`);
    const turnCount = drawLength(spec.turns, random);
    const turns: SessionTurn[] = [];
    for (let turn = 0; turn < turnCount; turn += 1) {
      // Only the first turn has to set a conversation apart: what follows has it before it.
      const head = turn === 0 ? numberInWords(number) : [];
      const made = await texts.make(head, drawLength(spec.inputTokens, random), random);
      turns.push({
        text: made.text,
        inputTokens: made.tokens,
        outputTokens: drawLength(spec.outputTokens, random),
        thinkMs: turn === 0 ? 0 : spec.thinkMeanMs * exponential(random),
      });
    }
    sessions.push({ label: `session-${index + 1}`, turns });
  }
  return sessions;
}

/** Of mean 1. */
function exponential(random: Random): number {
  return -Math.log(1 - random.fraction());
}
