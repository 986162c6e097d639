import { ConfigError } from '../../../spec/error/errors.ts';
import { requestsOfSchedule } from '../../../target/server/load/supply/load-requests.ts';
import type { Prompt } from '../../../workload/prompt.ts';
import { cutSchedule, sliceSchedule, type Schedule } from '../../../workload/schedule.ts';
import type { PromptSupply } from '../../../workload/supply/prompt-supply.ts';
import { shifted, sliceOf, WHOLE } from '../../../workload/slice/slice.ts';
import { tracePrompts } from '../../../workload/supply/trace-prompts.ts';
import type { LoadTrace } from '../../../workload/load-dataset/load-trace.ts';
import type { PhaseContext } from '../../phase.ts';
import type { StageWork } from '../in-stage.ts';
import { askPrompt, PromptsAhead } from '../loop/prompts-ahead.ts';
import type { StagePlan } from '../options/resolve-stages.ts';
import { busiestRate, sendOnTime } from '../loop/send-on-time.ts';
import { describeRate, drawSchedule, rateOf, scheduleEndOf, scheduleOf } from './stage-rate.ts';
import { endingOf, type ReadyStage, type StageSetting } from '../stage-runner.ts';
import { noteExhausted } from '../ending/note-exhausted.ts';
import { originOfTurns } from '../stage-prompts.ts';
import { UntilDecided } from '../until-decided/until-decided.ts';

/** Prepares an open loop: requests at a rate. */
export function openStage(
  setting: StageSetting,
  plan: Extract<StagePlan, { kind: 'open' }>,
  supply: PromptSupply,
): ReadyStage {
  const { rate, end, name, spacing, warmup } = plan;
  const { phase } = setting;
  const ratePerSecond = rateOf(setting, name, rate);
  const schedule = scheduleOf(phase.seed, plan, ratePerSecond, scheduleEndOf(end));
  const load = { kind: 'open', ...describeRate(ratePerSecond, rate, spacing) } as const;
  const ready = arriving(setting, plan, supply, schedule, end.kind === 'decided');
  if (end.kind === 'decided') {
    const { maxDurationMs } = end;
    const untilDecided = new UntilDecided(phase, {
      name,
      kind: 'open',
      maxDurationMs,
      slice: shifted(phase.slice, warmup),
    });
    return { ending: 'load', ...ready, untilDecided, load: { ...load, ...untilDecided.ending } };
  }
  const ending = end.kind === 'count' ? 'last-request' : 'load';
  return { ending, ...ready, load: { ...load, ...endingOf(end) } };
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
    ending: 'load',
    ...arriving(setting, plan, supply, drawSchedule(setting.phase.seed, name, spec)),
    load: { kind: 'ramp', fromPerSecond, toPerSecond, durationMs },
  };
}

/** Prepares requests on a schedule, with the prompts of a supply. */
function arriving(
  { phase, prompts }: StageSetting,
  stage: Pick<StagePlan, 'name' | 'warmup'>,
  supply: PromptSupply,
  drawn: Schedule,
  mayEndEarly = false,
): Omit<ReadyStage, 'load' | 'ending'> & Partial<Pick<ReadyStage, 'ending'>> {
  const { name, warmup } = stage;
  warnOfRepeats(phase, Math.max(0, drawn.offsetsNs.length - warmup), mayEndEarly);
  const { most = Infinity } = supply;
  const whole = cutSchedule(drawn, warmup + most);
  const isCut = whole !== drawn;
  const { slice } = phase;
  const schedule = sliceSchedule(whole, slice);
  return {
    origin: supply.origin,
    slice,
    ...(supply.sharing === undefined ? {} : { sharing: supply.sharing }),
    // A schedule that outlasts its data set ends with its last request.
    ...(isCut ? { ending: 'last-request' } : {}),
    expected: { ratePerSecond: busiestRate(schedule) },
    run: async (work) => {
      await sendPrompts(work, schedule, prompts.of(supply, { name, warmup }, slice));
      if (isCut) noteExhausted(work, sliceOf(most, shifted(slice, warmup)));
    },
    conclude: ({ measured }) =>
      supply.noteSent(phase.sync.isJoined ? measured : whole.offsetsNs.length - warmup),
  };
}

function warnOfRepeats(
  { files: { dataset }, journal }: PhaseContext,
  arrivals: number,
  mayEndEarly: boolean,
): void {
  if (dataset === undefined || !dataset.isReused) return;
  const distinct = dataset.survey.requests;
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
  const trace = traceOf(phase, plan);
  const { survey, atNs } = trace;
  const turns = await prompts.turnOptions(survey);
  const { slice } = phase;
  const whole = drawSchedule(phase.seed, name, { shape: 'trace', atNs, speed });
  const schedule = sliceSchedule(whole, slice);
  const sharing = survey.hasBlocks ? 'prefix' : turns.texts?.sharing;
  return {
    load: {
      kind: 'trace',
      requests: Math.max(0, atNs.length - warmup),
      ratePerSecond: whole.ratePerSecond,
      speed,
      ...(scaleRate === 1 ? {} : { scaleRate }),
      ...(isSpread ? { isSpread } : {}),
    },
    origin: originOfTurns(survey, turns),
    slice,
    ...(sharing === undefined ? {} : { sharing }),
    ending: 'last-request',
    expected: { ratePerSecond: busiestRate(schedule) },
    run: (work) =>
      sendPrompts(
        work,
        schedule,
        tracePrompts(trace, { ...turns, seed: phase.seed, stage: name }, slice),
      ),
  };
}

function traceOf(
  { files }: PhaseContext,
  { file, name }: Extract<StagePlan, { kind: 'trace' }>,
): LoadTrace {
  const trace = files.traces.get(name);
  if (trace !== undefined) return trace;
  throw new ConfigError(`the trace ${file.path} of stage "${name}" was not read`, {
    help: 'pass its requests under the name of the stage',
  });
}

/** Sends single requests on a schedule, the first of them as warm-up. */
async function sendPrompts(
  work: StageWork,
  schedule: Schedule,
  prompts: Iterable<Prompt>,
): Promise<void> {
  const { phase, model, warmup, slice = WHOLE, isLengthDemanded, drawCut, drawModel, watch } = work;
  const cutting = drawCut === undefined ? {} : { drawCut };
  const mixing = drawModel === undefined ? {} : { drawModel };
  const ahead = new PromptsAhead(prompts);
  await sendOnTime(work, {
    schedule,
    endsWithSchedule: watch.ending === 'load',
    makeRequests: () =>
      requestsOfSchedule(
        { model, isGreedy: true, warmup, slice, isLengthDemanded, ...cutting, ...mixing },
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
