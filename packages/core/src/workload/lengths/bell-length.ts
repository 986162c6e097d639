import type { Random } from '../random.ts';
import { normalBelow, normalQuantile } from './normal-distribution.ts';

/** Bounds of a distribution that has none by itself; 4 deviations from its center when absent. */
interface Cut {
  readonly min?: number;
  readonly max?: number;
}

/** A length in tokens that is normally distributed, or whose logarithm is. */
export type BellLength =
  | (Cut & { readonly distribution: 'normal'; readonly mean: number; readonly deviation: number })
  | (Cut & {
      readonly distribution: 'lognormal';
      readonly median: number;
      /** Standard deviation of the natural logarithm. */
      readonly sigma: number;
    });

/** Deviations from the center to a bound that is not set: 1 in 16,000 lengths is beyond both. */
const DEVIATIONS = 4;

/** The length at a number of deviations from the center. */
function lengthAt(spec: BellLength, deviations: number): number {
  return spec.distribution === 'normal'
    ? spec.mean + deviations * spec.deviation
    : spec.median * Math.exp(deviations * spec.sigma);
}

/** Deviations from the center to a length. */
function deviationsOf(spec: BellLength, length: number): number {
  return spec.distribution === 'normal'
    ? (length - spec.mean) / spec.deviation
    : Math.log(length / spec.median) / spec.sigma;
}

/** Shortest and longest length, both included. */
export function boundsOf(spec: BellLength): { readonly min: number; readonly max: number } {
  const min = spec.min ?? Math.max(1, Math.floor(lengthAt(spec, -DEVIATIONS)));
  return { min, max: spec.max ?? Math.max(min, Math.ceil(lengthAt(spec, DEVIATIONS))) };
}

/** Draws a length between its bounds: the distribution cut there, with one random number for each length. */
export function drawBell(spec: BellLength, random: Random): number {
  const { min, max } = boundsOf(spec);
  // A length is the whole number that a value rounds to.
  const from = normalBelow(deviationsOf(spec, min - 0.5));
  const to = normalBelow(deviationsOf(spec, max + 0.5));
  const share = from + random.fraction() * (to - from);
  const drawn = Math.round(lengthAt(spec, normalQuantile(share)));
  // Beyond the precision of the shares, a bound is the nearest length.
  return Number.isNaN(drawn) ? min : Math.min(max, Math.max(min, drawn));
}
