import { formatNumber } from '../../metric/format/format-value.ts';
import { describeLoad, spacingOf } from '../../metric/format/describe-load.ts';
import type { LoadOptions } from '../../phase/options/load-options.ts';
import type {
  FixedEnd,
  StageEnd,
  StagePlan,
  StageRate,
} from '../../phase/stage/options/resolve-stages.ts';
import { drawSchedule, scheduleEndOf, scheduleOf } from '../../phase/stage/kind/stage-rate.ts';
import type { DecidedEnd } from '../../phase/stage/until-decided/decided-end.ts';
import type { StageLoad } from '../../stream/stage/stage-load.ts';
import { meanLength, type LengthBounds, type LengthSpec } from '../../workload/length-spec.ts';
import { pairBounds } from '../../workload/lengths/length-pairs.ts';
import type { LoadFiles } from '../../workload/load-files.ts';
import { SHORT_PROMPT_WORDS } from '../../workload/supply/word-prompts.ts';
import { estimateTokensOfWords } from '../../workload/text/estimate-tokens.ts';
import {
  about,
  amountOf,
  atLeast,
  atMost,
  exactly,
  limitedTo,
  plus,
  times,
  type Amount,
} from './amount.ts';
import { prefixTokens, tokensOfDataset, tokensOfTrace } from './plan-dataset.ts';

/** The plan of a stage. */
export interface PlannedStage {
  readonly name: string;
  /** `concurrency 8`. */
  readonly load: string;
  /** Warm-up included. */
  readonly requests: Amount;
  /** Of prompts and maximum output. */
  readonly tokens: Amount;
  /** Milliseconds; absent where unknown. */
  readonly timeMs?: Amount;
}

/** Options that determine lengths. */
export type Lengths = Pick<
  LoadOptions,
  'inputTokens' | 'outputTokens' | 'lengths' | 'sharedPrefix' | 'items'
>;

/** Tokens of a prompt; estimated from its words where no number is set. */
function inputOf({ inputTokens, sharedPrefix }: Lengths): Amount {
  if (sharedPrefix !== undefined) {
    return plus(amountOf(inputTokens ?? SHORT_PROMPT_WORDS), prefixTokens(sharedPrefix));
  }
  return inputTokens === undefined
    ? about(estimateTokensOfWords(SHORT_PROMPT_WORDS))
    : amountOf(inputTokens);
}

/** Lengths of prompts that are made of tokens, whether a number is set or not. */
function inTokens<Options extends Lengths>(options: Options): Options {
  return { ...options, inputTokens: options.inputTokens ?? SHORT_PROMPT_WORDS };
}

/**
 * Tokens of one request: its prompt and its maximum output.
 * @param ofFile bounds of the lengths of a file, where requests have these
 */
export function tokensEach(options: Lengths, ofFile?: LengthBounds): Amount {
  const { lengths, sharedPrefix, outputTokens } = options;
  const bounds = ofFile ?? (lengths === undefined ? undefined : pairBounds(lengths));
  if (bounds === undefined) return plus(itemsOf(options), amountOf(outputTokens));
  const both = amountOf(bounds);
  return sharedPrefix === undefined ? both : plus(both, prefixTokens(sharedPrefix));
}

/** Tokens of the inputs of a request; a query is read with each of its documents. */
function itemsOf(lengths: Lengths): Amount {
  const { items } = lengths;
  const each = inputOf(lengths);
  if (items === undefined) return each;
  return times(amountOf(items.perRequest), items.hasQuery ? plus(each, each) : each);
}

/** Mean tokens of a turn of a conversation: each turn sends all earlier ones. */
function tokensOfTurn(options: Lengths, turns: LengthSpec): Amount {
  const { least, most } = tokensEach(options);
  const count = amountOf(turns);
  return {
    least: (least * (count.least + 1)) / 2,
    most: (most * (count.most + 1)) / 2,
    isAbout: true,
  };
}

/** Arrivals at a rate, and their duration; the minimum where the rate is not known yet. */
function arrivalsOf(
  rate: StageRate,
  end: FixedEnd,
): { readonly arrivals: Amount; readonly timeMs?: Amount } {
  const perSecond = 'perSecond' in rate ? rate.perSecond : Number.NaN;
  if (end.kind === 'count') {
    const timeMs = (end.requests / perSecond) * 1000;
    return {
      arrivals: exactly(end.requests),
      ...(Number.isNaN(timeMs) ? {} : { timeMs: about(timeMs) }),
    };
  }
  const { durationMs, minRequests } = end;
  if (Number.isNaN(perSecond)) {
    return { arrivals: atLeast(minRequests), timeMs: atLeast(durationMs) };
  }
  const count = Math.ceil(Math.max(minRequests, (perSecond * durationMs) / 1000) - 1e-9);
  const timeMs = atLeast(Math.max(durationMs, (minRequests / perSecond) * 1000));
  return { arrivals: about(count), timeMs };
}

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
    case 'sessions': {
      const { kind, rate, spacing, end } = stage;
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
    case 'ramp':
      return describeLoad(stage);
    case 'trace':
      return `trace ${stage.file.path}`;
    case 'sweep':
      return `sweep ${stage.parameter} ${stage.from} to ${stage.to}`;
  }
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
    case 'sessions': {
      const { rate, end, turns } = stage;
      const count = amountOf(turns);
      const mean = meanLength(turns);
      const perSecond = 'perSecond' in rate ? { perSecond: rate.perSecond * mean } : rate;
      const { arrivals, ...time } = arrivalsOf(perSecond, end);
      const requests = plus(arrivals, times(exactly(warmup), count));
      const tokens = times(requests, tokensOfTurn(inTokens(options), turns));
      return { ...base, requests, tokens, ...time };
    }
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
