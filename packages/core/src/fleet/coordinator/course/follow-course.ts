import { LoadcellError } from '../../../spec/error/errors.ts';
import type { Bus, BusKv, BusSubscription } from '../../bus/bus.ts';
import { AgentCountsSchema, AliveSchema } from '../../protocol/live.ts';
import { subjects } from '../../protocol/names.ts';
import { fromPayload, toPayload } from '../../protocol/payload.ts';
import { BEAT_MS } from '../../protocol/presence.ts';
import { pause } from '../pause.ts';
import { RunCourse, type RunCourseOptions } from './run-course.ts';

/** Time between two looks at the clock, ms. */
const TICK_MS = 100;

/** Where a run takes place. */
export interface RunPlace {
  readonly bus: Bus;
  /** Bucket of the run. */
  readonly kv: BusKv;
  readonly fleet: string;
  readonly runId: string;
}

/** A run in progress on the bus. */
export interface FollowedCourse {
  readonly course: RunCourse;
  /**
   * Follows the run until nothing more is expected of any agent.
   * @throws {LoadcellError} BUS_LOST
   */
  end(): Promise<void>;
  /** Stops following, and the signs of life; idempotent. */
  close(): void;
}

/** The bus was lost, for a reason if there is one: no fault of what is measured. */
function lostBus(reason?: unknown): LoadcellError {
  const why = reason instanceof LoadcellError ? reason.summary : 'the connection was closed';
  return new LoadcellError('BUS_LOST', `the bus was lost during the run: ${why}`, {
    help: 'check the bus; the agents keep what they recorded',
    cause: reason,
  });
}

/** Connects the course of a run with the bus: from here on agents hear that the coordinator is alive. */
export async function followCourse(
  { bus, kv, fleet, runId }: RunPlace,
  options: Omit<RunCourseOptions, 'put'>,
): Promise<FollowedCourse> {
  let failure: LoadcellError | undefined;
  const fail = (reason?: unknown): void => {
    failure ??= lostBus(reason);
  };
  const course = new RunCourse({
    ...options,
    put: ({ key, value }) => {
      kv.put(key, value).catch(fail);
    },
  });
  const subscriptions: BusSubscription[] = [];
  let beat = 0;
  const signOfLife = (): void => {
    beat += 1;
    bus.publish(subjects.alive(fleet, runId), toPayload(AliveSchema, { beat }));
  };
  const timer = setInterval(signOfLife, BEAT_MS);
  const close = (): void => {
    clearInterval(timer);
    for (const one of subscriptions) one.close();
  };
  try {
    signOfLife();
    subscriptions.push(
      bus.onStatus((status) => {
        if (status.kind === 'connected') course.reconnected();
        if (status.kind === 'closed') fail(status.error);
      }),
      bus.subscribe(subjects.counts(fleet, runId), (payload) => {
        const counts = fromPayload(AgentCountsSchema, payload);
        if (counts !== undefined) course.counts(counts);
      }),
      await kv.watch('>', (entry) => course.entry(entry)),
    );
  } catch (error) {
    close();
    throw error;
  }
  const end = async (): Promise<void> => {
    while (!course.isOver) {
      if (failure !== undefined) throw failure;
      // While the bus is away no agent can report; how long that may last is a limit of the connection.
      if (bus.isConnected) course.tick();
      await pause(TICK_MS);
    }
  };
  return { course, end, close };
}
