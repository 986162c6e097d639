import { checkContextFits } from '../../phase/options/context-fit.ts';
import { MAX_ARRIVALS, type LoadOptions } from '../../phase/options/load-options.ts';
import { formatNumber } from '../../spec/format-quantity.ts';
import { defaultLimits } from '../../phase/stage/ending/limit-options.ts';
import type { StageEnd, StagePlan } from '../../phase/stage/options/resolve-stages.ts';
import type { StageRate } from '../../phase/stage/options/stage-begin.ts';
import { scheduleEndOf } from '../../phase/stage/kind/stage-rate.ts';
import type { ParsedConfig } from '../config-schema.ts';
import { hasTinyModels, TINY_SETTINGS } from '../target/create-embedded.ts';
import { isServer } from '../target/is-server.ts';
import { refuseMistakes, type Mistake } from '../mistake.ts';
import { wrongContent } from './check-content.ts';
import { wrongMix } from './check-mix.ts';
import { wrongItems } from './check-items.ts';
import { placedStages, type Placed } from './placed-stages.ts';
import { stageConcurrency } from './stage-concurrency.ts';

/** Combinations of settings that each determine the prompts. */
function wrongPrompts(load: LoadOptions): Mistake[] {
  const { stages, dataset, inputTokens, sharedPrefix } = load;
  const lengths = load.lengths ?? load.lengthsFrom;
  const drawn = load.lengths === undefined ? 'lengthsFrom' : 'lengths';
  const has = (kind: StagePlan['kind']): boolean => stages.some((stage) => stage.kind === kind);
  const isEach = (kind: StagePlan['kind']): boolean => stages.every((stage) => stage.kind === kind);
  const sweeps = (parameter: string): boolean =>
    stages.some((stage) => stage.kind === 'sweep' && stage.parameter === parameter);
  const conflicts: readonly (readonly [boolean, string, string])[] = [
    [dataset !== undefined && inputTokens !== undefined, 'dataset', 'inputTokens'],
    [dataset !== undefined && sharedPrefix !== undefined, 'dataset', 'sharedPrefix'],
    [dataset !== undefined && has('trace'), 'dataset', 'a trace stage'],
    [dataset !== undefined && sweeps('inputTokens'), 'dataset', 'a sweep over inputTokens'],
    [lengths !== undefined && dataset !== undefined, drawn, 'dataset'],
    [lengths !== undefined && has('sessions'), drawn, 'a sessions stage'],
    [lengths !== undefined && sweeps('inputTokens'), drawn, 'a sweep over inputTokens'],
    [lengths !== undefined && sweeps('outputTokens'), drawn, 'a sweep over outputTokens'],
    [lengths !== undefined && isEach('trace'), drawn, 'a trace as the only stage'],
    [inputTokens !== undefined && isEach('trace'), 'inputTokens', 'a trace as the only stage'],
  ];
  const idle: Mistake[] =
    load.uniquePrompts && dataset === undefined
      ? [
          {
            text: 'phases.load: uniquePrompts needs dataset',
            help: 'remove it: synthetic prompts are unique without it',
          },
        ]
      : [];
  return [
    ...idle,
    ...conflicts.flatMap(([holds, one, other]) =>
      holds
        ? [
            {
              text: `phases.load: ${one} cannot be combined with ${other}`,
              help: 'both determine the prompts; remove one',
            },
          ]
        : [],
    ),
  ];
}

function wrongSweep({ stage, where }: Placed, hasSlos: boolean): Mistake[] {
  if (stage.kind !== 'sweep') return [];
  const { parameter, from, to } = stage;
  const isLoad = parameter === 'rate' || parameter === 'concurrency';
  const isWhole = Number.isInteger(from) && Number.isInteger(to);
  return [
    ...(isLoad && !hasSlos
      ? [
          {
            text: `${where}: a sweep over ${parameter} needs SLOs`,
            help: 'set slos: { ttft: 200 }, or pass --slo ttft=200ms',
          },
        ]
      : []),
    ...(from > to
      ? [
          {
            text: `${where}: from ${from} is above to ${to}`,
            help: 'set from to the lowest level and to to the highest',
          },
        ]
      : []),
    ...(parameter !== 'rate' && !isWhole
      ? [
          {
            text: `invalid ${where}: from ${from} and to ${to} must be whole numbers for ${parameter}`,
          },
        ]
      : []),
    ...(parameter === 'outputTokens' && from < 2
      ? [
          {
            text: `${where}: outputTokens from ${from} is below 2`,
            help: 'set from to at least 2',
          },
        ]
      : []),
  ];
}

function wrongRamp({ stage, where }: Placed): Mistake[] {
  if (stage.kind !== 'ramp' || stage.fromPerSecond > 0 || stage.toPerSecond > 0) return [];
  return [
    { text: `${where}: a ramp from 0 to 0 sends no requests`, help: 'set from or to above 0' },
  ];
}

function arrivalsAt(
  rate: StageRate,
  { end, warmup }: { readonly end: StageEnd; readonly warmup: number },
): number {
  const scheduled = scheduleEndOf(end);
  if (scheduled.kind === 'count') return scheduled.arrivals + warmup;
  const inTime = 'perSecond' in rate ? (rate.perSecond * scheduled.durationMs) / 1000 : 0;
  return Math.max(inTime, scheduled.minArrivals) + warmup;
}

/** Minimum number of arrivals of a schedule; 0 without one, or while its rate is unknown. */
function arrivalsOf(stage: StagePlan): number {
  switch (stage.kind) {
    case 'open':
      return arrivalsAt(stage.rate, stage);
    case 'sessions':
      return 'users' in stage.begin ? stage.begin.users : arrivalsAt(stage.begin.rate, stage);
    case 'ramp':
      return (((stage.fromPerSecond + stage.toPerSecond) / 2) * stage.durationMs) / 1000;
    case 'sweep':
      return stage.parameter === 'rate' ? (stage.to * stage.durationMs) / 1000 : 0;
    case 'closed':
    case 'trace':
      return 0;
  }
}

/** The settings that determine the number of arrivals. */
function whatToLower(stage: StagePlan): string {
  if (!('end' in stage)) return 'the rate or the duration';
  switch (stage.end.kind) {
    case 'count':
      return 'requests';
    case 'decided':
      return 'the rate or maxDuration';
    case 'time':
      return 'the rate, the duration or minRequests';
  }
}

/** A schedule is made before its stage begins and kept in memory. */
function wrongSize({ stage, where }: Placed): Mistake[] {
  const arrivals = Math.round(arrivalsOf(stage));
  if (arrivals <= MAX_ARRIVALS) return [];
  return [
    {
      text: `${where}: the schedule has at least ${formatNumber(arrivals)} arrivals, and the maximum is ${formatNumber(MAX_ARRIVALS)}`,
      help: `lower ${whatToLower(stage)}`,
    },
  ];
}

/** The embedded engine has no connections to lose: when its process dies, the phase ends. */
function wrongOutage({ stage, where }: Placed, target: ParsedConfig['target']): Mistake[] {
  if (stage.limits.maxOutageMs === defaultLimits().maxOutageMs || isServer(target)) return [];
  return [
    {
      text: `${where}: maxOutage needs a server, and the target is the embedded engine`,
      help: 'remove maxOutage (--max-outage), or pass --url URL',
    },
  ];
}

/** Levels above maxConcurrency would all be the same load, and be reported as different ones. */
function wrongConnections(
  { stage, where }: Placed,
  { url, maxConcurrency = Infinity }: ParsedConfig['target'],
): Mistake[] {
  const concurrency = stageConcurrency(stage);
  if (url === undefined || concurrency <= maxConcurrency) return [];
  return [
    {
      text: `${where}: concurrency ${concurrency} is above target.maxConcurrency ${maxConcurrency}`,
      help: `set target.maxConcurrency to ${concurrency}, or lower the concurrency`,
    },
  ];
}

/** The context size that a configuration alone determines. */
function knownContext(target: ParsedConfig['target']): number | undefined {
  if (isServer(target)) return undefined;
  return target.contextTokens ?? (hasTinyModels(target) ? TINY_SETTINGS.contextTokens : undefined);
}

/**
 * Checks the stages of the load phase against each other, the prompts and the target, which no schema can.
 * @param load with its stages named
 * @throws {ConfigError} two lines for one mistake, else one for each
 */
export function checkLoad(load: LoadOptions, parsed: ParsedConfig): void {
  const { slos, target, phase = 'load' } = parsed;
  // The context size of a server is known once it is reached, that of a model once its file is read.
  const contextTokens = knownContext(target);
  if (contextTokens !== undefined && phase === 'load') {
    checkContextFits(load, [], contextTokens);
  }
  const hasSlos = slos.preset !== undefined || Object.keys(slos.limits).length > 0;
  refuseMistakes([
    ...wrongPrompts(load),
    ...wrongContent(load, target),
    ...wrongMix(load, target),
    ...wrongItems(load, parsed),
    ...placedStages(load).flatMap((placed) => [
      ...wrongSweep(placed, hasSlos),
      ...wrongRamp(placed),
      ...wrongSize(placed),
      ...wrongConnections(placed, target),
      ...wrongOutage(placed, target),
    ]),
  ]);
}
