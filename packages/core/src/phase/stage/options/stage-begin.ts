import { ConfigError } from '../../../spec/error/errors.ts';
import { explainUnknown } from '../../../spec/nearest-name.ts';
import { DEFAULT_RATE, type StageOptions } from './stage-options.ts';

/** A rate: requests or conversations per second, or a share of the request throughput of an earlier closed stage. */
export type StageRate =
  | { readonly perSecond: number }
  | { readonly of: string; readonly share: number };

/** How arrivals are spaced. */
export type Spacing =
  | { readonly shape: 'constant' | 'poisson' }
  | { readonly shape: 'gamma'; readonly burstiness: number };

/** What begins conversations: arrivals at a rate, or users who hold one after another. */
export type SessionBegin =
  | { readonly rate: StageRate; readonly spacing: Spacing }
  | { readonly users: number };

/** The place of a stage in the list. */
export interface Place {
  readonly name: string;
  readonly where: string;
  /** Names of the closed stages before it. */
  readonly earlier: readonly string[];
  /** Duration of a stage that sets none, milliseconds. */
  readonly shareMs: number;
}

/** What to do about a rate that has no stage to take a share of. */
const NEEDS_RATE = 'set rate to a number, such as rate: 5, or put a stage of kind closed before it';

/** @throws {ConfigError} when the rate has no stage to take a share of */
export function rateOf(
  rate: Extract<StageOptions, { kind: 'open' }>['rate'],
  { earlier, where }: Place,
): StageRate {
  if (typeof rate === 'number') return { perSecond: rate };
  const { of = earlier.at(-1), share } = rate;
  if (of !== undefined && earlier.includes(of)) return { of, share };
  if (of === undefined) {
    throw new ConfigError(`${where}: rate needs a closed stage before it to take a share of`, {
      help: NEEDS_RATE,
    });
  }
  const { text, help = NEEDS_RATE } = explainUnknown('closed stage', of, earlier);
  throw new ConfigError(`${where}: rate.of: ${text}`, { help });
}

/** @throws {ConfigError} for a rate and users */
export function beginOf(
  { users, rate, arrivals }: Extract<StageOptions, { kind: 'sessions' }>,
  place: Place,
): SessionBegin {
  if (users === undefined) {
    return { rate: rateOf(rate ?? DEFAULT_RATE, place), spacing: spacingOf(arrivals) };
  }
  if (rate === undefined) return { users };
  throw new ConfigError(`${place.where}: users cannot be combined with rate`, {
    help: 'remove one: arrivals begin conversations, or users hold one after another',
  });
}

/** How arrivals are spaced. */
export function spacingOf(arrivals: Extract<StageOptions, { kind: 'open' }>['arrivals']): Spacing {
  return typeof arrivals === 'string'
    ? { shape: arrivals }
    : { shape: 'gamma', burstiness: arrivals.gamma };
}
