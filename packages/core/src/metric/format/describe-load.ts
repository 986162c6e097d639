import type { StageLevel, StageLoad } from '../../stream/stage/stage-load.ts';
import { formatNumber } from './format-value.ts';

/** The load of a stage in a few words: `Poisson 4.0 req/s, half of closed, until decided`. */
export function describeLoad(load: StageLoad): string {
  const isUntilDecided = 'until' in load && load.until !== undefined;
  return `${describeSize(load)}${isUntilDecided ? ', until decided' : ''}`;
}

/** The load without `until decided`. */
export function describeSize(load: StageLoad): string {
  switch (load.kind) {
    case 'sequential':
      return 'one request at a time';
    case 'closed':
      return `concurrency ${formatNumber(load.concurrency)}`;
    case 'open':
      return `${spacingOf(load)} ${formatNumber(load.ratePerSecond)} req/s${originOf(load)}`;
    case 'ramp':
      return `ramp ${formatNumber(load.fromPerSecond)} to ${formatNumber(load.toPerSecond)} req/s`;
    case 'trace':
      return describeTrace(load);
    case 'users':
      return `${formatNumber(load.users)} ${load.users === 1 ? 'user' : 'users'}`;
    case 'sessions':
      return `${spacingOf(load)} ${formatNumber(load.ratePerSecond)} conversations/s${originOf(load)}`;
  }
}

/** `trace at 2× speed and 2× rate, times spread, 4.0 req/s`. */
function describeTrace({
  speed,
  scaleRate = 1,
  isSpread = false,
  ratePerSecond,
}: Extract<StageLoad, { kind: 'trace' }>): string {
  const factors = [
    ...(speed === 1 ? [] : [`${formatNumber(speed)}× speed`]),
    ...(scaleRate === 1 ? [] : [`${formatNumber(scaleRate)}× rate`]),
  ];
  return [
    factors.length === 0 ? 'trace' : `trace at ${factors.join(' and ')}`,
    ...(isSpread ? ['times spread'] : []),
    ...(Number.isNaN(ratePerSecond) ? [] : [`${formatNumber(ratePerSecond)} req/s`]),
  ].join(', ');
}

type RatedLoad = Extract<StageLoad, { kind: 'open' | 'sessions' }>;

/** The arrival pattern: `Poisson`, `gamma (burstiness 0.5)`. */
export function spacingOf({
  arrivals,
  burstiness,
}: Pick<RatedLoad, 'arrivals' | 'burstiness'>): string {
  switch (arrivals) {
    case 'constant':
      return 'constant';
    case 'poisson':
      return 'Poisson';
    case 'gamma':
      return burstiness === undefined ? 'gamma' : `gamma (burstiness ${formatNumber(burstiness)})`;
  }
}

function originOf({ share, of }: RatedLoad): string {
  if (share === undefined || of === undefined) return '';
  return `, ${share === 0.5 ? 'half' : `${formatNumber(share * 100)}%`} of ${of}`;
}

/** A level of a sweep: `24 req/s`, `concurrency 8`. */
export function describeLevel({
  parameter,
  value,
}: Pick<StageLevel, 'parameter' | 'value'>): string {
  switch (parameter) {
    case 'rate':
      return `${formatNumber(value)} req/s`;
    case 'concurrency':
      return `concurrency ${formatNumber(value)}`;
    case 'inputTokens':
      return `${formatNumber(value)} input tokens`;
    case 'outputTokens':
      return `${formatNumber(value)} output tokens`;
  }
}
