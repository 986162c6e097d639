import { nowNs } from '../../stream/clock.ts';
import type { HttpLoad } from '../../target/http/http-load.ts';
import type { LoadPlan, LoadRequest } from '../../target/http/load-plan.ts';
import { isLoadHost } from '../../target/load-host.ts';
import type { PromptOrigin, PromptSharing } from '../../workload/supply/prompt-supply.ts';
import type { Schedule } from '../../workload/schedule.ts';
import type { PhaseContext } from '../phase.ts';
import type { OpenWindow } from '../window.ts';
import { sleepUntilNs } from '../sleep.ts';
import { settleAll } from './closed-loop.ts';
import { handOver, makeAhead, withHostLoad, type LoadCounts } from './hand-over.ts';

/** A load by a schedule: requests come when it says, whatever became of those before. */
export interface TimedLoad {
  /** Names its window and the purpose of its requests. */
  readonly stage: 'open-loop' | 'sweep';
  readonly schedule: Schedule;
  readonly origin: PromptOrigin;
  /** What prompts have in common by design. */
  readonly sharing?: PromptSharing;
  /** The requests of all arrivals, for a target that keeps the schedule by itself. */
  readonly makeRequests: () => Iterable<LoadRequest>;
  readonly followUp?: NonNullable<LoadPlan['followUp']>;
  /** Asks for one arrival, from 0, and for what follows it. */
  readonly ask: (arrival: number, intendedNs: number, signal: AbortSignal) => Promise<void>;
}

/** The schedule begins this long after it was made, so that its first arrival is not late already. */
const LEAD_NS = 20e6;

/**
 * Connections that an open loop opens beforehand. Others are opened when they are needed, and counted: those that stand
 * idle starve a server that has a thread for each connection.
 */
const WARM_CONNECTIONS = 1;

function noteSchedule(phase: PhaseContext, { stage, schedule, origin, sharing }: TimedLoad): void {
  const { shape, offsetsNs, ratePerSecond } = schedule;
  const rate = Number.isNaN(ratePerSecond) ? '' : ` at ${ratePerSecond.toFixed(1)} a second`;
  phase.journal.step(
    `${stage.replace('-', ' ')}, ${shape}: ${offsetsNs.length} arrivals${rate}, prompts by ${origin}`,
  );
  phase.journal.event({
    kind: 'schedule-made',
    window: stage,
    shape,
    seed: phase.seed,
    requests: offsetsNs.length,
    ratePerSecond,
    concurrency: Number.NaN,
    prompts: origin,
    ...(sharing === undefined ? {} : { sharing }),
  });
}

/** When the first request is scheduled: its window begins with it. */
function firstScheduledNs({ offsetsNs }: Schedule, beginNs: number): number {
  return beginNs + (offsetsNs[0] ?? 0);
}

/** A trace says when requests come and not for how long: its last arrival is no end, and of a burst there would be no time. */
function endsWithLastAnswer({ shape }: Schedule): boolean {
  return shape === 'trace';
}

/** Asks request by request, each at its time. */
async function askOnTime(phase: PhaseContext, { stage, schedule, ask }: TimedLoad): Promise<void> {
  const sent: Promise<void>[] = [];
  const failure = new AbortController();
  const signal = AbortSignal.any([phase.signal, failure.signal]);
  const sendAll = async (open: OpenWindow): Promise<void> => {
    const beginNs = nowNs() + LEAD_NS;
    for (const [arrival, offsetNs] of schedule.offsetsNs.entries()) {
      const intendedNs = beginNs + offsetNs;
      await sleepUntilNs(intendedNs, signal);
      open(intendedNs);
      const asked = ask(arrival, intendedNs, signal);
      // After a failure that is not the request's own nothing more is sent. It is thrown when all are waited for.
      asked.catch((error: unknown) => failure.abort(error));
      sent.push(asked);
    }
    await sleepUntilNs(beginNs + schedule.durationNs, signal);
    if (endsWithLastAnswer(schedule)) await settleAll(sent);
  };
  try {
    await phase.journal.windowFrom(stage, sendAll);
  } finally {
    await settleAll(sent);
  }
}

/** Hands the schedule over to a target that keeps it by itself. */
async function handOverOnTime(phase: PhaseContext, host: HttpLoad, load: TimedLoad): Promise<void> {
  const { stage, schedule, makeRequests, followUp } = load;
  const requests = await makeAhead(phase, host, makeRequests());
  const pending: Promise<LoadCounts>[] = [];
  const sendAll = async (open: OpenWindow): Promise<void> => {
    const beginNs = nowNs() + LEAD_NS;
    const over = handOver(phase, host, {
      purpose: stage,
      requests,
      beginNs,
      untilNs: Number.NaN,
      minRequests: 0,
      onFirstSent: () => open(firstScheduledNs(schedule, beginNs)),
      ...(followUp === undefined ? {} : { followUp }),
    });
    // It is thrown below, when the window has been closed.
    over.catch(() => {});
    pending.push(over);
    await sleepUntilNs(beginNs + schedule.durationNs, phase.signal);
    if (endsWithLastAnswer(schedule)) await over;
  };
  try {
    await phase.journal.windowFrom(stage, sendAll);
  } finally {
    await Promise.all(pending);
  }
}

/** The most arrivals within any second: what the client has to be ready for, be it a burst or the top of a ramp. */
function busiestRate(offsetsNs: Float64Array): number {
  let most = 1;
  let first = 0;
  for (const [index, offsetNs] of offsetsNs.entries()) {
    while (offsetNs - (offsetsNs[first] ?? offsetNs) >= 1e9) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/**
 * Sends requests by a schedule that was made up front. A late send goes out at once and keeps its intended time; nothing
 * is skipped. The window ends with the schedule, the wait for the last answers is outside; that of a trace ends with its
 * last answer.
 */
export async function sendOnTime(phase: PhaseContext, load: TimedLoad): Promise<void> {
  const { target } = phase;
  const { stage, schedule } = load;
  noteSchedule(phase, load);
  if (!isLoadHost(target)) return askOnTime(phase, load);
  const ratePerSecond = busiestRate(schedule.offsetsNs);
  const made = {
    window: stage,
    expected: { ratePerSecond },
    connections: { connections: WARM_CONNECTIONS, maxConnections: Infinity },
  };
  return withHostLoad(phase, target, made, (host) => handOverOnTime(phase, host, load));
}
