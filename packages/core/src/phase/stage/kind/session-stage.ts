import { meanLength } from '../../../workload/length-spec.ts';
import {
  makeSession,
  turnsOf,
  type Session,
  type SessionKey,
  type SessionSpec,
} from '../../../workload/sessions.ts';
import { originOf } from '../../../workload/supply/origin-of.ts';
import type { StagePlan } from '../options/resolve-stages.ts';
import { busiestRate } from '../loop/send-on-time.ts';
import { runSessionLoop } from '../loop/session-loop.ts';
import { describeRate, rateOf, scheduleOf } from './stage-rate.ts';
import { endingOf, type ReadyStage, type StageSetting } from '../stage-runner.ts';

type SessionPlan = Extract<StagePlan, { kind: 'sessions' }>;

/** Prepares conversations at a rate. */
export async function sessionStage(setting: StageSetting, plan: SessionPlan): Promise<ReadyStage> {
  const { phase, prompts } = setting;
  const { name, rate, spacing, turns, thinkTimeMs: thinkMeanMs, end } = plan;
  const ratePerSecond = rateOf(setting, name, rate, meanLength(turns));
  const texts = await prompts.plainTexts();
  const spec = { turns, ...prompts.lengths, thinkMeanMs };
  const keyOf = (place: number): SessionKey => ({ seed: phase.seed, stage: name, place });
  const cut = end.kind === 'count' ? cutAt(spec, plan, end.requests, keyOf) : undefined;
  const schedule = scheduleOf(
    phase.seed,
    plan,
    ratePerSecond,
    end.kind === 'count'
      ? { kind: 'count', arrivals: cut?.conversations ?? 0 }
      : {
          kind: 'time',
          durationMs: end.durationMs,
          minArrivals: Math.ceil(end.minRequests / meanLength(turns)),
        },
  );
  const lastPlace = schedule.offsetsNs.length - 1;
  return {
    load: { kind: 'sessions', ...describeRate(ratePerSecond, rate, spacing), ...endingOf(end) },
    origin: originOf(texts),
    sharing: 'turns',
    ending: end.kind === 'count' ? 'last-request' : 'load',
    expected: { ratePerSecond: busiestRate(schedule) },
    run: (work) =>
      runSessionLoop(work, {
        schedule,
        makeSession: (place) => {
          const session = makeSession(spec, keyOf(place), texts);
          return cut !== undefined && place === lastPlace
            ? firstTurns(session, cut.turnsOfLast)
            : session;
        },
      }),
  };
}

/** The number of measured conversations that have an exact number of turns in total, and the turns of the last one. */
function cutAt(
  spec: SessionSpec,
  { warmup }: SessionPlan,
  requests: number,
  keyOf: (place: number) => SessionKey,
): { readonly conversations: number; readonly turnsOfLast: number } {
  let left = requests;
  for (let place = warmup; ; place += 1) {
    const turns = turnsOf(spec, keyOf(place));
    if (turns >= left) return { conversations: place - warmup + 1, turnsOfLast: left };
    left -= turns;
  }
}

function firstTurns(session: Session, count: number): Session {
  return { ...session, turns: session.turns.slice(0, count) };
}
