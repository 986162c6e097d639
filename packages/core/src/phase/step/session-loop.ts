import { TargetError } from '../../target/errors.ts';
import { SessionTurns } from '../../target/http/supply/load-requests.ts';
import type { ContextHandle } from '../../target/target.ts';
import type { Schedule } from '../../workload/schedule.ts';
import type { Session } from '../../workload/sessions.ts';
import type { PhaseContext } from '../phase.ts';
import { sleepUntilNs } from '../sleep.ts';
import { Gate } from './gate.ts';
import { issueRequest } from './issue-request.ts';
import { sendOnTime, type TimedLoad } from './send-on-time.ts';

/** Conversations whose first turns come by a schedule. */
export interface SessionLoop {
  readonly schedule: Schedule;
  readonly origin: TimedLoad['origin'];
  /** Makes the conversation of an arrival, from 0. */
  readonly makeSession: (arrival: number) => Session;
}

/**
 * Leads conversations from their first turns, which come by the schedule, to their last: each later turn comes when its
 * user has thought about the answer, and has all that was said before it. A conversation ends with a turn that fails.
 */
export async function runSessionLoop(
  phase: PhaseContext,
  model: string,
  { schedule, origin, makeSession }: SessionLoop,
): Promise<void> {
  const turns = new SessionTurns({ model, isGreedy: true }, makeSession);
  const gate = new Gate(phase.contextsAtOnce);
  await sendOnTime(phase, {
    stage: 'open-loop',
    schedule,
    origin,
    sharing: 'turns',
    makeRequests: () => turns.firstTurns(schedule.offsetsNs),
    followUp: (outcome) => turns.nextTurn(outcome),
    ask: async (arrival, intendedNs, signal) => {
      const session = makeSession(arrival);
      await gate.pass(signal, () => converse(phase, model, session, intendedNs, signal));
    },
  });
}

/** One conversation, on a context of its own. Its users' wait for the context counts: the first turn is due already. */
async function converse(
  phase: PhaseContext,
  model: string,
  session: Session,
  beginNs: number,
  signal: AbortSignal,
): Promise<void> {
  const context = await phase.target.openContext(model);
  try {
    let intendedNs = beginNs;
    for (const turn of session.turns) {
      intendedNs += turn.thinkMs * 1e6;
      await sleepUntilNs(intendedNs, signal);
      const generation = await issueRequest(phase, {
        purpose: 'open-loop',
        model,
        prompt: turn.text,
        maxTokens: turn.outputTokens,
        context,
        intendedNs,
      });
      if (generation === undefined) return;
      intendedNs = generation.endNs;
    }
  } finally {
    await closeQuietly(phase, context);
  }
}

/** When the target is gone its contexts are too, and the first error stays the one that counts. */
async function closeQuietly(phase: PhaseContext, context: ContextHandle): Promise<void> {
  if (phase.signal.aborted) return;
  try {
    await phase.target.closeContext(context);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    phase.journal.step(`closing a context failed: ${error.message}`);
  }
}
