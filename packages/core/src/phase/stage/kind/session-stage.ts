import { conversationsFor, cutDialogues } from '../../../workload/dialogue/dialogue-source.ts';
import { createRandom } from '../../../workload/random.ts';
import { cutSchedule, type Schedule } from '../../../workload/schedule.ts';
import type { StageLoad } from '../../../stream/stage/stage-load.ts';
import { noteExhausted } from '../ending/note-exhausted.ts';
import type { StageWork } from '../in-stage.ts';
import type { StagePlan } from '../options/resolve-stages.ts';
import { busiestRate } from '../loop/send-on-time.ts';
import { runSessionLoop } from '../loop/session-loop.ts';
import { endingOf, type ReadyStage, type StageSetting } from '../stage-runner.ts';
import { sessionsOf, type Sessions } from './session-source.ts';
import { describeRate, rateOf, scheduleOf } from './stage-rate.ts';
import { usersSchedule } from './users-schedule.ts';

type SessionPlan = Extract<StagePlan, { kind: 'sessions' }>;

/** When conversations begin. */
interface Begin {
  readonly load: StageLoad;
  readonly schedule: Schedule;
  /** Whether the dataset may end the stage before its time or its number of requests. */
  readonly mayExhaust: boolean;
  /** Of users who hold one conversation after another: the time between two of them. */
  readonly drawPauseMs?: () => number;
}

/** Prepares conversations, at a rate or of users. */
export async function sessionStage(setting: StageSetting, plan: SessionPlan): Promise<ReadyStage> {
  const { name, warmup, end } = plan;
  const sessions = await sessionsOf(setting, plan);
  const { load, schedule, mayExhaust, drawPauseMs } = beginOf(setting, plan, sessions);
  const requests = end.kind === 'count' ? end.requests : Infinity;
  const isCut = mayExhaust && drawPauseMs === undefined;
  return {
    load,
    origin: sessions.origin,
    sharing: 'turns',
    ending: end.kind === 'count' || isCut ? 'last-request' : 'load',
    expected: { ratePerSecond: busiestRate(schedule) },
    run: async (work) => {
      const cuts = new CutConversations();
      let begun = 0;
      const dialogues = cutDialogues(sessions.source.dialogues(), warmup, requests);
      await runSessionLoop(work, {
        schedule,
        dialogues: counted(dialogues, () => (begun += 1)),
        onCut: cuts.note,
        ...(drawPauseMs === undefined ? {} : { drawPauseMs }),
      });
      sessions.noteBegun(begun);
      cuts.report(work, name);
      if (mayExhaust && begun === sessions.most) noteExhausted(work, 0);
    },
  };
}

function beginOf(setting: StageSetting, plan: SessionPlan, sessions: Sessions): Begin {
  const { begin, end, warmup, name, thinkTimeMs } = plan;
  const { seed } = setting.phase;
  const { most = Infinity, meanTurns, source } = sessions;
  const needed = end.kind === 'count' ? conversationsFor(source, warmup, end.requests) : undefined;
  if ('users' in begin) {
    const random = createRandom(seed, `users of ${name}`);
    const drawPauseMs = (): number => -Math.log(1 - random.fraction()) * thinkTimeMs;
    const durationMs = end.kind === 'time' ? end.durationMs : 0;
    return {
      load: {
        kind: 'users',
        users: begin.users,
        ...(end.kind === 'time' ? { durationMs } : { requests: end.requests }),
      },
      schedule: usersSchedule(begin.users, { spreadMs: thinkTimeMs, durationMs }, random),
      mayExhaust: needed === undefined ? most < Infinity : !needed.isEnough,
      drawPauseMs,
    };
  }
  const { rate, spacing } = begin;
  const ratePerSecond = rateOf(setting, name, rate, meanTurns);
  const drawn = scheduleOf(
    seed,
    { name, warmup, spacing },
    ratePerSecond,
    end.kind === 'count'
      ? { kind: 'count', arrivals: needed?.conversations ?? 0 }
      : {
          kind: 'time',
          durationMs: end.durationMs,
          minArrivals: Math.ceil(end.minRequests / meanTurns),
        },
  );
  const schedule = cutSchedule(drawn, most);
  return {
    load: { kind: 'sessions', ...describeRate(ratePerSecond, rate, spacing), ...endingOf(end) },
    schedule,
    mayExhaust: needed === undefined ? schedule !== drawn : !needed.isEnough,
  };
}

function* counted<Value>(values: Iterable<Value>, count: () => void): Generator<Value> {
  for (const value of values) {
    count();
    yield value;
  }
}

/** Conversations that ended before their last turn, by reason. */
class CutConversations {
  readonly #counts = new Map<string, number>();

  note = (reason: string): void => {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
  };

  report({ phase }: StageWork, stage: string): void {
    for (const [reason, count] of this.#counts) {
      phase.journal.event({ kind: 'conversations-cut', stage, reason, count });
    }
  }
}
