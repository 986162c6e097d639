import { ConfigError, TestError } from '../../spec/errors.ts';
import type { LengthSpec } from '../../workload/length-spec.ts';
import { makeSchedule, type Schedule, type ScheduleSpec } from '../../workload/schedule.ts';
import { makeSession } from '../../workload/sessions.ts';
import type { PromptSupply } from '../../workload/supply/prompt-supply.ts';
import { originOf, promptsOfLengths } from '../../workload/supply/text-prompts.ts';
import type { TraceRow } from '../../workload/trace-file.ts';
import type { LoadOptions } from '../load-options.ts';
import type { PhaseContext } from '../phase.ts';
import { learnTexts } from './make-supply.ts';
import { runOpenLoop } from './open-loop.ts';
import { runSessionLoop } from './session-loop.ts';

/** What of the phase's options a load by a schedule hangs on, and what was found out before it. */
export interface ScheduledOptions extends Pick<
  LoadOptions,
  'schedule' | 'sessions' | 'sharedPrefix' | 'inputTokens' | 'outputTokens' | 'promptTokens'
> {
  readonly durationMs: number;
  /** Requests per second that the closed loop got through; `NaN` when there was none. */
  readonly closedPerSecond: number;
}

function mean(spec: LengthSpec): number {
  return typeof spec === 'number' ? spec : (spec.min + spec.max) / 2;
}

/** Arrivals a second: as configured, or a share of what the closed loop got through. */
function rateOf({ schedule, sessions, closedPerSecond }: ScheduledOptions): number {
  if (schedule.rate !== 'auto') return schedule.rate;
  // A conversation brings as many requests as it has turns.
  const requests = sessions === undefined ? 1 : mean(sessions.turns);
  if (closedPerSecond > 0) return (closedPerSecond * schedule.utilization) / requests;
  throw new TestError(
    'The closed loop completed no request, so there is no rate for the open loop. Read the errors of its requests, or set phases.load.schedule.rate.',
    { phase: 'load' },
  );
}

function traceOf({ files }: PhaseContext): readonly TraceRow[] {
  if (files.trace !== undefined) return files.trace;
  throw new ConfigError(
    'phases.load.schedule: shape trace needs a trace: name its file with schedule.trace.',
  );
}

function specOf(phase: PhaseContext, options: ScheduledOptions): ScheduleSpec {
  const { schedule, durationMs } = options;
  const { shape, burstiness = Number.NaN, from = Number.NaN, to = Number.NaN, speed } = schedule;
  switch (shape) {
    case 'constant':
    case 'poisson':
      return { shape, ratePerSecond: rateOf(options), durationMs };
    case 'gamma':
      return { shape, ratePerSecond: rateOf(options), burstiness, durationMs };
    case 'ramp':
      return { shape, fromPerSecond: from, toPerSecond: to, durationMs };
    case 'trace':
      return { shape, atMs: traceOf(phase).map(({ atMs }) => atMs), speed };
  }
}

/** Makes the whole schedule and its prompts or conversations, and sends them on time. */
export async function loadBySchedule(
  phase: PhaseContext,
  model: string,
  supply: PromptSupply,
  options: ScheduledOptions,
): Promise<void> {
  const schedule = makeSchedule(specOf(phase, options), phase.random);
  if (options.sessions !== undefined) return await holdSessions(phase, model, schedule, options);
  if (schedule.shape === 'trace') return await replayTrace(phase, model, schedule, options);
  const distinct = phase.files.prompts?.length ?? Infinity;
  if (distinct < schedule.offsetsNs.length) {
    phase.journal.step(
      `the file has ${distinct} prompts for ${schedule.offsetsNs.length} arrivals: prompts repeat, and a cache may serve them`,
    );
  }
  await runOpenLoop(phase, model, {
    stage: 'open-loop',
    schedule,
    origin: supply.origin,
    prompts: supply.of('open-loop'),
    ...(supply.sharing === undefined ? {} : { sharing: supply.sharing }),
  });
  supply.noteSent(schedule.offsetsNs.length);
}

async function replayTrace(
  phase: PhaseContext,
  model: string,
  schedule: Schedule,
  { sharedPrefix }: ScheduledOptions,
): Promise<void> {
  const texts = await learnTexts(phase, model, sharedPrefix);
  const prompts = promptsOfLengths(traceOf(phase), texts, 'open-loop');
  await runOpenLoop(phase, model, {
    stage: 'open-loop',
    schedule,
    origin: originOf(texts),
    prompts,
    ...(sharedPrefix === undefined ? {} : { sharing: 'prefix' }),
  });
}

async function holdSessions(
  phase: PhaseContext,
  model: string,
  schedule: Schedule,
  { sessions, inputTokens, promptTokens, outputTokens }: ScheduledOptions,
): Promise<void> {
  if (sessions === undefined) return;
  const texts = await learnTexts(phase, model, undefined);
  const spec = {
    turns: sessions.turns,
    inputTokens: inputTokens ?? promptTokens,
    outputTokens,
    thinkMeanMs: sessions.thinkTime,
  };
  await runSessionLoop(phase, model, {
    schedule,
    origin: originOf(texts),
    makeSession: (arrival) => makeSession(spec, phase.seed, arrival, texts),
  });
}
