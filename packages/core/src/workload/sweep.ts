import { highestMet, lowestBroken, type SweepStep } from '../stream/stage/sweep-steps.ts';

/** A search for the highest level (a rate or a concurrency) that still meets the SLOs. */
export interface SweepOptions {
  /** The lowest level, which is tried first; above 0. */
  readonly from: number;
  /** The highest level that is ever tried. */
  readonly to: number;
  /** Each level is so many times the one before, until one breaks the SLOs; above 1. */
  readonly factor: number;
  /** The search ends when the lowest that broke is within this share of the highest that met; above 0. */
  readonly tolerance: number;
  /** Whether levels are whole numbers, as a concurrency is. */
  readonly isWhole: boolean;
}

/**
 * The level to try next: first upwards by a factor until one breaks, then halfway between what met and what broke.
 * Pure: the same steps give the same answer.
 * @returns undefined when the search is over
 */
export function nextLevel(options: SweepOptions, steps: readonly SweepStep[]): number | undefined {
  const { from, to, factor, tolerance, isWhole } = options;
  if (steps.length === 0) return from;
  const broken = lowestBroken(steps);
  const met = highestMet(steps);
  if (broken === undefined) return met >= to ? undefined : climb(met, to, factor, isWhole);
  if (Number.isNaN(met) || broken / met - 1 <= tolerance) return undefined;
  const middle = isWhole ? Math.round((met + broken) / 2) : rounded((met + broken) / 2);
  return middle <= met || middle >= broken ? undefined : middle;
}

function climb(level: number, to: number, factor: number, isWhole: boolean): number {
  const next = isWhole ? Math.max(level + 1, Math.round(level * factor)) : rounded(level * factor);
  return Math.min(to, next);
}

/** Digits of a level, which stands in the name of its stage. */
const DIGITS = 6;

function rounded(level: number): number {
  return Number(level.toPrecision(DIGITS));
}
