import type { RunConfig } from '../../../config/parse-config.ts';
import { InterruptedError, timeoutError } from '../../../runner/run-errors.ts';
import { LoadcellError } from '../../../spec/error/errors.ts';
import { nowNs } from '../../../stream/clock.ts';
import { LongTimer } from '../../../stream/long-timer.ts';
import { ClockReplySchema } from '../../protocol/live.ts';
import { subjects } from '../../protocol/names.ts';
import { toPayload } from '../../protocol/payload.ts';
import type { Crew } from '../crew/choose-crew.ts';
import type { Roster } from '../crew/roster.ts';
import type { FleetProgress } from '../fleet-run-options.ts';
import { few } from '../few.ts';
import { offerRun, type OfferedRun } from '../offer/offer-run.ts';
import type { StageJudge } from '../stages/stage-judge.ts';
import type { AgentCourse } from './course-book.ts';
import { stallLimitMs } from './course-limits.ts';
import { followCourse, type RunPlace } from './follow-course.ts';
import type { RunCourse } from './run-course.ts';

/** A run to conduct. */
export interface ConductedRun extends FleetProgress {
  readonly config: RunConfig;
  readonly crew: Crew;
  readonly roster: Roster;
  readonly judge: StageJudge;
  readonly offer: Omit<OfferedRun, 'fleet' | 'runId'>;
  readonly signal: AbortSignal;
  /** Called once every agent has accepted the run. A failure aborts it. */
  readonly onAccepted: () => Promise<void>;
}

/** How a run went on its agents. */
export interface ConductedEnd {
  readonly agents: readonly AgentCourse[];
  /** Why it was aborted; absent where it was not. */
  readonly aborted?: LoadcellError;
}

/**
 * Offers a run to its agents and follows it to its end.
 * @throws {LoadcellError} FLEET_REFUSED when an agent does not take its part: nothing is measured then; BUS_LOST
 */
export async function conductRun(place: RunPlace, run: ConductedRun): Promise<ConductedEnd> {
  const { crew, roster, judge, config, signal, onNote } = run;
  const { bus, fleet, runId } = place;
  const clock = bus.answer(subjects.clock(fleet, runId), () =>
    toPayload(ClockReplySchema, { remoteNs: nowNs() }),
  );
  try {
    const followed = await followCourse(place, {
      crew,
      roster,
      judge,
      stallLimitMs: stallLimitMs(config),
      onNote: (line) => onNote?.(line),
      clock: nowNs,
    });
    const { course } = followed;
    const interrupt = (): void => course.abort(new InterruptedError());
    if (signal.aborted) interrupt();
    signal.addEventListener('abort', interrupt, { once: true });
    const timer = startTimeout(config, course);
    try {
      await start(place, run, course);
      await followed.end();
      const { agents, aborted } = course;
      return { agents, ...(aborted === undefined ? {} : { aborted }) };
    } catch (error) {
      if (error instanceof Error) course.abort(asLoadcellError(error));
      // The others stop before the error ends everything.
      await followed.end().catch(() => {});
      throw error;
    } finally {
      timer?.stop();
      signal.removeEventListener('abort', interrupt);
      followed.close();
    }
  } finally {
    clock.close();
  }
}

async function start(place: RunPlace, run: ConductedRun, course: RunCourse): Promise<void> {
  const { bus, fleet, runId } = place;
  const refusals = await offerRun(bus, run.crew, { ...run.offer, fleet, runId });
  for (const { agent, error } of refusals) course.refused(agent, error);
  const [first, ...others] = refusals.map(({ error }) => error);
  if (first !== undefined) {
    if (others.length === 0) throw first;
    const lines = [first, ...others].map(({ summary }) => summary);
    const { help } = first;
    throw new LoadcellError(first.code, few(lines, '; '), help === undefined ? {} : { help });
  }
  await run.onAccepted();
  run.onCourse?.(() => course.figures());
}

function startTimeout({ test }: RunConfig, course: RunCourse): LongTimer | undefined {
  const { timeout } = test;
  if (timeout === undefined) return undefined;
  const beganNs = nowNs();
  const expire = (): void => {
    const phase = course.figures().phase ?? 'set-up';
    course.abort(timeoutError(phase, timeout, (nowNs() - beganNs) / 1e6));
  };
  return new LongTimer(expire, timeout);
}

function asLoadcellError(error: Error): LoadcellError {
  if (error instanceof LoadcellError) return error;
  return new LoadcellError('FLEET_AGENT', error.message, { cause: error });
}
