import type { FixedEnd } from '../../phase/stage/options/resolve-stages.ts';
import type { StageRate } from '../../phase/stage/options/stage-begin.ts';
import { about, atLeast, exactly, type Amount } from './amount.ts';

/** Arrivals at a rate, and their duration; the minimum where the rate is not known yet. */
export function arrivalsOf(
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
