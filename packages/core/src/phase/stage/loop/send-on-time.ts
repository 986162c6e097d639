import { nowNs } from '../../../stream/clock.ts';
import type { HttpLoad } from '../../../target/server/load/http-load.ts';
import type { LoadOutcome, LoadRequest } from '../../../target/server/load/load-request.ts';
import { isLoadRunner } from '../../../target/load-runner.ts';
import type { Schedule } from '../../../workload/schedule.ts';
import { LoadClock } from './load-clock.ts';
import { handOver, makeAhead, withLoadRunner } from './hand-over.ts';
import type { StageWork } from '../in-stage.ts';
import type { LoadTokens } from '../../watch/load-tokens.ts';
import { settleAll } from './settle-all.ts';
import type { UntilDecided } from '../until-decided/until-decided.ts';

/** One arrival of a schedule. */
export interface Arrival {
  /** From 0. */
  readonly place: number;
  readonly isWarmup: boolean;
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly scheduledNs: number;
  /** Nothing scheduled later is sent, CLOCK_MONOTONIC nanoseconds; `Infinity` where no time ends the load. */
  readonly untilNs: number;
  /** Aborted when an error ends the load. */
  readonly signal: AbortSignal;
  /** Waits for the scheduled starts of follow-up requests. */
  readonly clock: LoadClock;
}

/** A load on a schedule: requests are sent at their times, whatever became of earlier ones. */
export interface TimedLoad {
  readonly schedule: Schedule;
  /** Whether the load ends with its schedule; otherwise with its last request. */
  readonly endsWithSchedule: boolean;
  /** Whether it is over when nothing is left in flight, even before the end of its schedule; false when absent. */
  readonly endsWhenIdle?: boolean;
  /** The requests of all arrivals, for a target that sends on schedule by itself. */
  readonly makeRequests: () => Iterable<LoadRequest>;
  /** The next turns of a conversation. */
  readonly followUps?: (outcome: LoadOutcome) => readonly LoadRequest[];
  /** Makes prompts before the window begins, for a target that is sent request by request. */
  readonly prepare: () => Promise<void>;
  /** Sends the request of one arrival, and its follow-ups. */
  readonly ask: (arrival: Arrival) => Promise<void>;
}

/** The schedule begins this long after the call, so that its first arrival is not late. */
const LEAD_NS = 20e6;

/**
 * Connections that an open loop opens beforehand. Others are opened when needed, and counted: idle connections starve a
 * server with a thread per connection.
 */
const WARM_CONNECTIONS = 1;

/** Sends request by request, each at its scheduled start. */
async function askOnTime(work: StageWork, load: TimedLoad): Promise<void> {
  const { phase, watch, warmup, limits, untilDecided } = work;
  const { schedule, prepare, ask } = load;
  await prepare();
  const beginNs = await beginOf(work);
  const sent: Promise<void>[] = [];
  const failure = new AbortController();
  const signal = AbortSignal.any([phase.signal, failure.signal]);
  const idle = new AbortController();
  const clock = clockOf(work, signal, idle.signal);
  const untilNs = planEnd(work, load, beginNs);
  const sendAll = async (): Promise<void> => {
    for (const [place, offsetNs] of schedule.offsetsNs.entries()) {
      const scheduledNs = beginNs + offsetNs;
      if (!(await clock.until(scheduledNs))) return noteDecided(work);
      const isWarmup = place < warmup;
      watch.noteSent(isWarmup);
      limits.noteSent(nowNs());
      const asking = ask({ place, isWarmup, scheduledNs, untilNs, signal, clock });
      const asked = untilDecided === undefined ? asking : asking.then(() => lookAt(untilDecided));
      // Such an error is not that of a request: it stops sending, and is thrown once all requests have ended.
      asked.catch((error: unknown) => failure.abort(error));
      sent.push(asked);
    }
    if (load.endsWhenIdle === true) void Promise.allSettled(sent).then(() => idle.abort());
    if (!(await endOnTime(work, untilNs, clock)) && !idle.signal.aborted) noteDecided(work);
  };
  try {
    await sendAll();
  } finally {
    await settleAll(sent);
  }
}

/** Origin of the offsets of a schedule, CLOCK_MONOTONIC nanoseconds: what all workers agreed on, or soon. */
async function beginOf({ begin }: StageWork): Promise<number> {
  return (await begin()) ?? nowNs() + LEAD_NS;
}

/** @returns when the load ends, CLOCK_MONOTONIC nanoseconds; `Infinity` where its last request ends it */
function planEnd(
  { watch, warmup, untilDecided }: StageWork,
  { schedule, endsWithSchedule }: TimedLoad,
  beginNs: number,
): number {
  untilDecided?.follow({ beginNs, offsetsNs: schedule.offsetsNs, warmup });
  if (!endsWithSchedule) return Infinity;
  const untilNs = beginNs + schedule.durationNs;
  watch.planEnd(untilNs);
  return untilNs;
}

function lookAt(untilDecided: UntilDecided): void {
  untilDecided.look();
}

/** Waits for the times of a stage until it ends itself or is decided. */
function clockOf(
  { limits, untilDecided }: StageWork,
  signal: AbortSignal,
  idle: AbortSignal,
): LoadClock {
  const ended = untilDecided === undefined ? [] : [untilDecided.signal];
  return new LoadClock(signal, AbortSignal.any([limits.signal, idle, ...ended]));
}

/** Notes the end of a load that was decided; a stage that ended itself has noted its own. */
function noteDecided({ watch }: StageWork): void {
  if (!watch.hasLoadEnded) watch.noteLoadEnded(nowNs());
}

/** Waits for the end of a schedule. @returns false when the stage ended itself or was decided before */
async function endOnTime(
  { watch }: StageWork,
  untilNs: number,
  clock: LoadClock,
): Promise<boolean> {
  if (untilNs === Infinity) return true;
  const isOver = await clock.until(untilNs);
  if (isOver) watch.noteLoadEnded(untilNs);
  return isOver;
}

/** Hands the schedule over to a target that sends on schedule by itself. */
async function handOverOnTime(
  work: StageWork,
  http: HttpLoad,
  load: TimedLoad,
  tokens: LoadTokens,
): Promise<void> {
  const { phase, untilDecided } = work;
  const { makeRequests, followUps } = load;
  const requests = await makeAhead(phase, http, tokens.counted(makeRequests()));
  const beginNs = await beginOf(work);
  const untilNs = planEnd(work, load, beginNs);
  // A load that fails also ends the wait for the end of its schedule.
  const failure = new AbortController();
  const over = handOver(work, http, {
    requests,
    tokens,
    beginNs,
    end: untilDecided === undefined ? { kind: 'all' } : untilDecided.endingBefore(untilNs),
    ...(followUps === undefined
      ? {}
      : {
          followUps: (outcome) =>
            followUps(outcome).filter(({ scheduledNs }) => scheduledNs <= untilNs),
        }),
  });
  over.catch((error: unknown) => failure.abort(error));
  const idle = new AbortController();
  if (load.endsWhenIdle === true)
    void over.then(
      () => idle.abort(),
      () => {},
    );
  const signal = AbortSignal.any([phase.signal, failure.signal]);
  // A decided load notes its end itself.
  await settleAll([over, endOnTime(work, untilNs, clockOf(work, signal, idle.signal))]);
}

/** The most arrivals within one second, in a burst or at the top of a ramp: what the client must be ready for. */
export function busiestRate({ offsetsNs }: Schedule): number {
  let most = 1;
  let first = 0;
  for (const [index, offsetNs] of offsetsNs.entries()) {
    while (offsetNs - (offsetsNs[first] ?? offsetNs) >= 1e9) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/**
 * Sends requests on a schedule that was made in advance. A late request is sent immediately and keeps its scheduled start;
 * nothing is skipped. Resolves when the schedule and its last request have ended.
 */
export async function sendOnTime(work: StageWork, load: TimedLoad): Promise<void> {
  const { target } = work.phase;
  if (!isLoadRunner(target)) return await askOnTime(work, load);
  const connections = { connections: WARM_CONNECTIONS, maxConcurrency: Infinity };
  await withLoadRunner(work, target, connections, (http, tokens) =>
    handOverOnTime(work, http, load, tokens),
  );
}
