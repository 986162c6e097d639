import { TargetError } from '../../../target/errors.ts';
import { SessionTurns } from '../../../target/server/load/supply/load-requests.ts';
import type { ContextHandle } from '../../../target/target.ts';
import type { Schedule } from '../../../workload/schedule.ts';
import type { Session } from '../../../workload/sessions.ts';
import { Gate } from './gate.ts';
import { issueRequest } from '../../step/issue-request.ts';
import type { StageWork } from '../in-stage.ts';
import { sendOnTime, type Arrival } from './send-on-time.ts';

/** Conversations whose first turns are on a schedule. */
export interface SessionLoop {
  readonly schedule: Schedule;
  /** Makes the conversation of an arrival, numbered from 0. */
  readonly makeSession: (arrival: number) => Session;
}

/**
 * Runs conversations. Their first turns are on the schedule; each later turn follows the response after its think time and
 * includes all earlier turns. A conversation ends with a failed turn, and no turn is sent that is scheduled after the end of
 * the load.
 */
export async function runSessionLoop(
  work: StageWork,
  { schedule, makeSession }: SessionLoop,
): Promise<void> {
  const { phase, model, warmup, isLengthDemanded, drawModel, watch } = work;
  const mixing = drawModel === undefined ? {} : { drawModel };
  const subject = { model, isGreedy: true, warmup, isLengthDemanded, ...mixing };
  const turns = new SessionTurns(subject, makeSession);
  const gate = new Gate(phase.maxContexts);
  await sendOnTime(work, {
    schedule,
    endsWithSchedule: watch.ending === 'load',
    makeRequests: () => turns.firstTurns(schedule.offsetsNs),
    followUp: (outcome) => turns.nextTurn(outcome),
    prepare: async () => {},
    ask: async (arrival) => {
      const session = makeSession(arrival.place);
      await gate.pass(arrival.signal, () => converse(work, session, arrival));
    },
  });
}

/** One conversation, on its own context. Waiting for a free context counts as latency of the first turn. */
async function converse(
  work: StageWork,
  session: Session,
  { isWarmup, scheduledNs: beginNs, untilNs, clock }: Arrival,
): Promise<void> {
  const { phase, model, purpose, isLengthDemanded } = work;
  const context = await phase.target.openContext(model);
  try {
    let scheduledNs = beginNs;
    for (const turn of session.turns) {
      scheduledNs += turn.thinkMs * 1e6;
      if (scheduledNs > untilNs || !(await clock.until(scheduledNs))) return;
      const generation = await issueRequest(phase, {
        purpose: isWarmup ? 'warm-up' : purpose,
        isOfLoad: true,
        model,
        prompt: turn.text,
        maxTokens: turn.outputTokens,
        inputTokens: turn.inputTokens,
        isLengthDemanded,
        context,
        scheduledNs,
      });
      if (generation === undefined) return;
      scheduledNs = generation.endNs;
    }
  } finally {
    await closeQuietly(work, context);
  }
}

/** Closes a context. When the target is gone its contexts are too, and the first error counts. */
async function closeQuietly(
  { phase }: Pick<StageWork, 'phase'>,
  context: ContextHandle,
): Promise<void> {
  if (phase.signal.aborted) return;
  try {
    await phase.target.closeContext(context);
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    phase.journal.step(`closing a context failed: ${error.message}`);
  }
}
