import type uPlot from 'uplot';
import { msLabel } from '../data/format-axis.ts';
import { DECIMAL_INCREMENTS } from './plot.ts';

/** An axis is logarithmic from this ratio of its largest to its smallest time. */
const LOGARITHMIC_FROM = 30;

/** Positions of times on an axis: linear, or logarithmic when they span about 1.5 decades or more. */
export interface TimeScale {
  readonly isLogarithmic: boolean;
  /** Position of a time on the axis. */
  readonly place: (ms: number) => number;
  /** Axis options that label positions with times. */
  readonly labels: {
    readonly format: (place: number) => string;
    readonly increments?: number[];
    readonly splits?: uPlot.Axis.Splits;
  };
}

export function timeScaleOf(leastMs: number, largestMs: number): TimeScale {
  if (!(leastMs > 0 && largestMs / leastMs >= LOGARITHMIC_FROM)) {
    return {
      isLogarithmic: false,
      place: (ms) => ms,
      labels: { format: msLabel, increments: DECIMAL_INCREMENTS },
    };
  }
  return {
    isLogarithmic: true,
    place: (ms) => Math.log10(Math.max(ms, leastMs)),
    labels: {
      format: (place) => msLabel(Number((10 ** place).toPrecision(3))),
      splits: (_plot, _axis, least, largest) => decadeSplits(least, largest),
    },
  };
}

/** 1, 2 and 5 times powers of ten, as logarithms; powers of ten alone over more than four decades. */
function decadeSplits(least: number, largest: number): number[] {
  const factors = largest - least > 4 ? [1] : [1, 2, 5];
  const powers = Math.floor(largest) - Math.floor(least) + 1;
  return Array.from({ length: powers }, (_, index) => Math.floor(least) + index)
    .flatMap((power) => factors.map((factor) => power + Math.log10(factor)))
    .filter((place) => place >= least - 1e-9 && place <= largest + 1e-9);
}
