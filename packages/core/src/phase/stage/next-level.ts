import { highestMet, lowestBroken, type SweepStep } from '../../stream/stage/sweep-steps.ts';

/** A search for the highest level (a rate or a concurrency) that still meets the SLOs. */
export interface SweepOptions {
  /** The lowest and first level; above 0. */
  readonly from: number;
  /** The highest level. */
  readonly to: number;
  /** Factor from one level to the next, until a level misses the SLOs; above 1. */
  readonly factor: number;
  /** The search ends when the lowest level missed is within this share of the highest level met; above 0. */
  readonly tolerance: number;
  /** Whether levels are whole numbers, as a concurrency is. */
  readonly isWhole: boolean;
}

/**
 * The level to try next: upward by a factor until a level is missed, then halfway between the highest met and the lowest
 * missed. Pure: the same steps give the same level.
 * @returns undefined when the search is over
 */
export function nextLevel(options: SweepOptions, steps: readonly SweepStep[]): number | undefined {
  const { from, to, factor, tolerance, isWhole } = options;
  if (steps.length === 0) return from;
  const missed = lowestBroken(steps);
  const met = highestMet(steps);
  if (missed === undefined) return met >= to ? undefined : climb(met, to, factor, isWhole);
  if (Number.isNaN(met) || missed / met - 1 <= tolerance) return undefined;
  const middle = isWhole ? Math.round((met + missed) / 2) : rounded((met + missed) / 2);
  return middle <= met || middle >= missed ? undefined : middle;
}

function climb(level: number, to: number, factor: number, isWhole: boolean): number {
  const next = isWhole ? Math.max(level + 1, Math.round(level * factor)) : rounded(level * factor);
  return Math.min(to, next);
}

/** Digits of a level, which is part of the name of its stage. */
const DIGITS = 6;

function rounded(level: number): number {
  return Number(level.toPrecision(DIGITS));
}
