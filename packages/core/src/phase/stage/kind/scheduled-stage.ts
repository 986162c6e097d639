import { ConfigError } from '../../../spec/error/errors.ts';
import { requestsOfSchedule } from '../../../target/server/load/supply/load-requests.ts';
import type { Prompt } from '../../../workload/prompt.ts';
import type { Schedule } from '../../../workload/schedule.ts';
import type { PromptSupply } from '../../../workload/supply/prompt-supply.ts';
import { originOf, promptsOfLengths } from '../../../workload/supply/text-prompts.ts';
import type { TraceRow } from '../../../workload/trace-file.ts';
import type { PhaseContext } from '../../phase.ts';
import type { StageWork } from '../in-stage.ts';
import { askPrompt, PromptsAhead } from '../loop/prompts-ahead.ts';
import type { StagePlan } from '../options/resolve-stages.ts';
import { busiestRate, sendOnTime } from '../loop/send-on-time.ts';
import { describeRate, drawSchedule, rateOf, scheduleEndOf, scheduleOf } from './stage-rate.ts';
import { traceRowsOf } from './trace-rows.ts';
import { endingOf, type ReadyStage, type StageSetting } from '../stage-runner.ts';
import { UntilDecided } from '../until-decided/until-decided.ts';

/** Prepares an open loop: requests at a rate. */
export function openStage(
  setting: StageSetting,
  plan: Extract<StagePlan, { kind: 'open' }>,
  supply: PromptSupply,
): ReadyStage {
  const { rate, end, name, spacing } = plan;
  const { phase } = setting;
  const ratePerSecond = rateOf(setting, name, rate);
  const schedule = scheduleOf(phase.seed, plan, ratePerSecond, scheduleEndOf(end));
  const load = { kind: 'open', ...describeRate(ratePerSecond, rate, spacing) } as const;
  const ready = arriving(setting, plan, supply, schedule, end.kind === 'decided');
  if (end.kind === 'decided') {
    const { maxDurationMs } = end;
    const untilDecided = new UntilDecided(phase, { name, kind: 'open', maxDurationMs });
    return { ...ready, untilDecided, load: { ...load, ...untilDecided.ending }, ending: 'load' };
  }
  const ending = end.kind === 'count' ? 'last-request' : 'load';
  return { ...ready, load: { ...load, ...endingOf(end) }, ending };
}

/** Prepares a ramp: requests at a rate that rises or falls. */
export function rampStage(
  setting: StageSetting,
  plan: Extract<StagePlan, { kind: 'ramp' }>,
  supply: PromptSupply,
): ReadyStage {
  const { name, fromPerSecond, toPerSecond, durationMs } = plan;
  const spec = { shape: 'ramp', fromPerSecond, toPerSecond, durationMs } as const;
  return {
    ...arriving(setting, plan, supply, drawSchedule(setting.phase.seed, name, spec)),
    load: { kind: 'ramp', fromPerSecond, toPerSecond, durationMs },
    ending: 'load',
  };
}

/** Prepares requests on a schedule, with the prompts of a supply. */
function arriving(
  { phase, prompts }: StageSetting,
  stage: Pick<StagePlan, 'name' | 'warmup'>,
  supply: PromptSupply,
  schedule: Schedule,
  mayEndEarly = false,
): Omit<ReadyStage, 'load' | 'ending'> {
  warnOfRepeats(phase, Math.max(0, schedule.offsetsNs.length - stage.warmup), mayEndEarly);
  return {
    origin: supply.origin,
    ...(supply.sharing === undefined ? {} : { sharing: supply.sharing }),
    expected: { ratePerSecond: busiestRate(schedule) },
    run: async (work) => {
      await sendPrompts(work, schedule, prompts.of(supply, stage));
      supply.noteSent(work.watch.measured);
    },
  };
}

function warnOfRepeats(
  { files, journal }: PhaseContext,
  arrivals: number,
  mayEndEarly: boolean,
): void {
  const distinct = files.prompts?.length ?? Infinity;
  if (distinct >= arrivals) return;
  journal.step(
    `the dataset has ${distinct} prompts for ${mayEndEarly ? 'up to ' : ''}${arrivals} arrivals: ` +
      (mayEndEarly
        ? 'a cache may serve repeated prompts'
        : 'prompts repeat, and a cache may serve them'),
  );
}

/** Prepares the replay of a trace: requests with its times and lengths. */
export async function traceStage(
  { phase, prompts }: StageSetting,
  plan: Extract<StagePlan, { kind: 'trace' }>,
): Promise<ReadyStage> {
  const { name, warmup, speed, scaleRate, isSpread } = plan;
  const rows = traceRowsOf(plan, rowsOf(phase, plan), phase.seed);
  const texts = await prompts.texts();
  const atMs = rows.map((row) => row.atMs);
  const schedule = drawSchedule(phase.seed, name, { shape: 'trace', atMs, speed });
  return {
    load: {
      kind: 'trace',
      requests: Math.max(0, rows.length - warmup),
      ratePerSecond: schedule.ratePerSecond,
      speed,
      ...(scaleRate === 1 ? {} : { scaleRate }),
      ...(isSpread ? { isSpread } : {}),
    },
    origin: originOf(texts),
    ...(texts.sharing === undefined && rows.every(({ blocks }) => blocks === undefined)
      ? {}
      : { sharing: 'prefix' as const }),
    ending: 'last-request',
    expected: { ratePerSecond: busiestRate(schedule) },
    run: (work) => sendPrompts(work, schedule, promptsOfLengths(rows, texts, name)),
  };
}

function rowsOf(
  { files }: PhaseContext,
  { file, name }: Extract<StagePlan, { kind: 'trace' }>,
): readonly TraceRow[] {
  const rows = files.traces.get(file);
  if (rows !== undefined) return rows;
  throw new ConfigError(`the trace ${file} of stage "${name}" was not read`, {
    help: 'pass its rows under the file name of the stage',
  });
}

/** Sends single requests on a schedule, the first of them as warm-up. */
async function sendPrompts(
  work: StageWork,
  schedule: Schedule,
  prompts: Iterable<Prompt>,
): Promise<void> {
  const { phase, model, warmup, isLengthDemanded, drawCut, watch } = work;
  const cutting = drawCut === undefined ? {} : { drawCut };
  const ahead = new PromptsAhead(prompts);
  await sendOnTime(work, {
    schedule,
    endsWithSchedule: watch.ending === 'load',
    makeRequests: () =>
      requestsOfSchedule(
        { model, isGreedy: true, warmup, isLengthDemanded, ...cutting },
        prompts,
        schedule.offsetsNs,
      ),
    prepare: () => ahead.fill(schedule.offsetsNs.length, phase.signal),
    ask: async ({ isWarmup, scheduledNs }) => {
      const prompt = ahead.take();
      if (prompt === undefined) return;
      const asking = askPrompt(work, prompt, { isWarmup, scheduledNs });
      ahead.refill();
      await asking;
    },
  });
}
