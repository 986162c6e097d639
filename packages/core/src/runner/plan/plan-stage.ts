import { formatNumber } from '../../metric/format/format-value.ts';
import { describeLoad, spacingOf } from '../../metric/format/describe-load.ts';
import type { LoadOptions } from '../../phase/options/load-options.ts';
import type { FixedEnd, StageEnd, StagePlan } from '../../phase/stage/options/resolve-stages.ts';
import type { Spacing, StageRate } from '../../phase/stage/options/stage-begin.ts';
import { drawSchedule, scheduleEndOf, scheduleOf } from '../../phase/stage/kind/stage-rate.ts';
import type { DecidedEnd } from '../../phase/stage/until-decided/decided-end.ts';
import type { StageLoad } from '../../stream/stage/stage-load.ts';
import type { LoadFiles } from '../../workload/load-files.ts';
import { atLeast, atMost, exactly, limitedTo, plus, times, type Amount } from './amount.ts';
import { tokensOfDataset, tokensOfTrace } from './plan-dataset.ts';
import { planSessions } from './plan-sessions.ts';
import { arrivalsOf } from './planned-arrivals.ts';
import { inTokens, tokensEach } from './planned-lengths.ts';
import type { PlannedStage } from './planned-stage.ts';

function untilOf({ kind }: StageEnd): Pick<Extract<StageLoad, { kind: 'open' }>, 'until'> {
  return kind === 'decided' ? { until: 'decided' } : {};
}

/** The load of a stage in a few words, as in reports where everything is known. */
function loadOf(stage: StagePlan): string {
  switch (stage.kind) {
    case 'closed': {
      const { kind, concurrency, end } = stage;
      return describeLoad({ kind, concurrency, ...untilOf(end) });
    }
    case 'open':
      return arrivingLoadOf('open', stage, stage.end);
    case 'sessions': {
      const { begin, end } = stage;
      return 'users' in begin
        ? describeLoad({ kind: 'users', users: begin.users })
        : arrivingLoadOf('sessions', begin, end);
    }
    case 'ramp':
      return describeLoad(stage);
    case 'trace':
      return `trace ${stage.file.path}`;
    case 'sweep':
      return `sweep ${stage.parameter} ${stage.from} to ${stage.to}`;
  }
}

function arrivingLoadOf(
  kind: 'open' | 'sessions',
  { rate, spacing }: { readonly rate: StageRate; readonly spacing: Spacing },
  end: StageEnd,
): string {
  const arrivals = {
    arrivals: spacing.shape,
    ...('burstiness' in spacing ? { burstiness: spacing.burstiness } : {}),
  };
  if ('of' in rate) {
    const share = `${formatNumber(rate.share * 100)}% of ${rate.of}`;
    return `${spacingOf(arrivals)} arrivals at ${share}${end.kind === 'decided' ? ', until decided' : ''}`;
  }
  return describeLoad({ kind, ratePerSecond: rate.perSecond, ...arrivals, ...untilOf(end) });
}

/** Arrivals of an open stage after its warm-up, as the run will draw them, and their duration. */
function drawnArrivalsOf(
  stage: Extract<StagePlan, { kind: 'open' }>,
  end: FixedEnd,
  seed: number,
): ReturnType<typeof arrivalsOf> {
  const { rate, warmup } = stage;
  const planned = arrivalsOf(rate, end);
  if (end.kind === 'count' || !('perSecond' in rate)) return planned;
  const drawn = scheduleOf(seed, stage, rate.perSecond, scheduleEndOf(end));
  return { ...planned, arrivals: exactly(drawn.offsetsNs.length - warmup) };
}

/** What determines the requests of a stage, in addition to its own settings. */
export interface PlanSetting {
  readonly options: LoadOptions;
  /** Seed of the run; decides arrivals. */
  readonly seed: number;
  /** Files of prompts and traces. */
  readonly files: LoadFiles;
  /** Minimum number of measured requests of a stage until decided. */
  readonly firstLook: number;
}

/** Plans a stage of the load phase. */
export function planStage(
  stage: StagePlan,
  { options, seed, files, firstLook }: PlanSetting,
): PlannedStage {
  const { name, warmup } = stage;
  const base = { name, load: loadOf(stage) };
  const each = tokensEach(options, files.lengths?.bounds);
  const { dataset } = files;
  const counted = (wanted: Amount) => {
    const warm = exactly(warmup);
    if (dataset === undefined) {
      const requests = plus(wanted, warm);
      return { requests, tokens: times(requests, each) };
    }
    // The dataset is only used for measured requests, and ends a stage that is longer.
    const measured = dataset.isReused ? wanted : limitedTo(wanted, dataset.survey.requests);
    const tokens = plus(times(warm, each), tokensOfDataset(dataset.survey, options, measured));
    return { requests: plus(measured, warm), tokens };
  };
  const untilDecided = ({ maxDurationMs }: DecidedEnd): PlannedStage => ({
    ...base,
    ...counted(atLeast(firstLook)),
    timeMs: atMost(maxDurationMs),
  });
  switch (stage.kind) {
    case 'closed': {
      const { end } = stage;
      if (end.kind === 'decided') return untilDecided(end);
      if (end.kind === 'count') return { ...base, ...counted(exactly(end.requests)) };
      const timeMs = atLeast(end.durationMs);
      return { ...base, ...counted(atLeast(end.minRequests)), timeMs };
    }
    case 'open': {
      const { end } = stage;
      if (end.kind === 'decided') return untilDecided(end);
      const { arrivals, ...time } = drawnArrivalsOf(stage, end, seed);
      return { ...base, ...counted(arrivals), ...time };
    }
    case 'sessions':
      return { ...base, ...planSessions(stage, options, dataset) };
    case 'ramp': {
      const { fromPerSecond, toPerSecond, durationMs } = stage;
      const spec = { shape: 'ramp', fromPerSecond, toPerSecond, durationMs } as const;
      // The first of its arrivals are its warm-up.
      const arrivals = drawSchedule(seed, name, spec).offsetsNs.length;
      const measured = exactly(Math.max(0, arrivals - warmup));
      return { ...base, ...counted(measured), timeMs: atLeast(durationMs) };
    }
    case 'trace': {
      const trace = files.traces.get(name);
      const { atNs = new Float64Array() } = trace ?? {};
      const timeMs = atLeast((atNs.at(-1) ?? 0) / 1e6 / stage.speed);
      const requests = exactly(atNs.length);
      return { ...base, requests, tokens: tokensOfTrace(trace, options), timeMs };
    }
    case 'sweep': {
      const { parameter, from, minRequests, durationMs } = stage;
      const timeMs = atLeast(durationMs);
      if (parameter === 'rate' || parameter === 'concurrency') {
        return { ...base, ...counted(atLeast(minRequests)), timeMs };
      }
      const requests = atLeast(warmup + minRequests);
      const lowest = tokensEach(inTokens({ ...options, [parameter]: from }));
      return { ...base, requests, tokens: times(requests, lowest), timeMs };
    }
  }
}
