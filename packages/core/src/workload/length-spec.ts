import { ConfigError } from '../spec/error/errors.ts';
import type { Random } from './random.ts';

/** A length in tokens: fixed, or uniformly distributed between two bounds, both included. */
export type LengthSpec = number | { readonly min: number; readonly max: number };

/**
 * Draws a length.
 * @returns tokens, a whole number
 * @throws {ConfigError} for invalid bounds
 */
export function drawLength(spec: LengthSpec, random: Random): number {
  const { min, max } = typeof spec === 'number' ? { min: spec, max: spec } : spec;
  if (Number.isInteger(min) && Number.isInteger(max) && min >= 1 && max >= min) {
    return min === max ? min : min + random.index(max - min + 1);
  }
  throw new ConfigError(
    `invalid length { min: ${min}, max: ${max} }: expected whole numbers above 0, min at most max`,
  );
}
