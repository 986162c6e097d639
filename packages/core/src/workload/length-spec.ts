import { ConfigError } from '../spec/error/errors.ts';
import type { Random } from './random.ts';

/** How many tokens prompts or answers have: as many each, or evenly distributed between two bounds, both included. */
export type LengthSpec = number | { readonly min: number; readonly max: number };

/**
 * Draws a length.
 * @returns tokens, a whole number
 * @throws {ConfigError} when the bounds are no lengths
 */
export function drawLength(spec: LengthSpec, random: Random): number {
  const { min, max } = typeof spec === 'number' ? { min: spec, max: spec } : spec;
  if (Number.isInteger(min) && Number.isInteger(max) && min >= 1 && max >= min) {
    return min === max ? min : min + random.index(max - min + 1);
  }
  throw new ConfigError(
    `A length goes from ${min} to ${max} tokens: expected whole numbers above 0, the first not above the second.`,
  );
}
