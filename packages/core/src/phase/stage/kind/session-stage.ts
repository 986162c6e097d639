import { conversationsFor, cutDialogues } from '../../../workload/dialogue/dialogue-source.ts';
import { createRandom } from '../../../workload/random.ts';
import {
  isWhole,
  narrowed,
  slicedDraw,
  sliceOf,
  WHOLE,
  type Slice,
} from '../../../workload/slice/slice.ts';
import { cutSchedule, sliceSchedule, type Schedule } from '../../../workload/schedule.ts';
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
  /** Conversations of all workers, where it is known before how many begin. */
  readonly conversations?: number;
}

/** Prepares conversations, at a rate or of users. */
export async function sessionStage(setting: StageSetting, plan: SessionPlan): Promise<ReadyStage> {
  const { name, warmup, end } = plan;
  const slice = partOf(setting, plan);
  const part = slice ?? WHOLE;
  const sessions = await sessionsOf(setting, plan);
  const { load, schedule, mayExhaust, drawPauseMs, conversations } = beginOf(
    setting,
    plan,
    sessions,
    part,
  );
  const requests = end.kind === 'count' ? end.requests : Infinity;
  const isCut = mayExhaust && drawPauseMs === undefined;
  return {
    load,
    origin: sessions.origin,
    slice,
    sharing: 'turns',
    ending: end.kind === 'count' || isCut ? 'last-request' : 'load',
    expected: { ratePerSecond: busiestRate(schedule) },
    run: async (work) => {
      const cuts = new CutConversations();
      let begun = 0;
      const dialogues = cutDialogues(sessions.source, { warmup, requests, slice: part });
      await runSessionLoop(work, {
        schedule,
        dialogues: counted(dialogues, () => (begun += 1)),
        onCut: cuts.note,
        ...(drawPauseMs === undefined ? {} : { drawPauseMs }),
      });
      cuts.report(work, name);
      if (mayExhaust && begun === sliceOf(sessions.most ?? Infinity, part)) noteExhausted(work, 0);
      if (isWhole(setting.phase.slice)) sessions.noteBegun(begun);
      else if (conversations !== undefined) sessions.noteBegun(conversations);
    },
  };
}

/** The part of a worker: there may be fewer users than workers. */
function partOf({ phase: { slice } }: StageSetting, { begin }: SessionPlan): Slice | undefined {
  return 'users' in begin ? narrowed(slice, begin.users) : slice;
}

function beginOf(
  setting: StageSetting,
  plan: SessionPlan,
  sessions: Sessions,
  slice: Slice,
): Begin {
  const { begin, end, warmup, name, thinkTimeMs } = plan;
  const { seed } = setting.phase;
  const { most = Infinity, meanTurns, source } = sessions;
  const needed = end.kind === 'count' ? conversationsFor(source, warmup, end.requests) : undefined;
  if ('users' in begin) {
    const random = createRandom(seed, `users of ${name}`);
    const drawPauseMs = (): number => -Math.log(1 - random.fraction()) * thinkTimeMs;
    const durationMs = end.kind === 'time' ? end.durationMs : 0;
    const users = usersSchedule(begin.users, { spreadMs: thinkTimeMs, durationMs }, random);
    return {
      load: {
        kind: 'users',
        users: begin.users,
        ...(end.kind === 'time' ? { durationMs } : { requests: end.requests }),
      },
      schedule: sliceSchedule(users, slice),
      mayExhaust: needed === undefined ? most < Infinity : !needed.isEnough,
      drawPauseMs: slicedDraw(drawPauseMs, slice),
      ...(needed === undefined ? {} : { conversations: warmup + needed.conversations }),
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
  const whole = cutSchedule(drawn, most);
  return {
    load: { kind: 'sessions', ...describeRate(ratePerSecond, rate, spacing), ...endingOf(end) },
    schedule: sliceSchedule(whole, slice),
    conversations: whole.offsetsNs.length,
    mayExhaust: needed === undefined ? whole !== drawn : !needed.isEnough,
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
