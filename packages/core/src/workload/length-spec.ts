import { ConfigError } from '../spec/error/errors.ts';
import { boundsOf, drawBell, type BellLength } from './lengths/bell-length.ts';
import type { Random } from './random.ts';

/** A length in tokens: fixed, uniform between two bounds, both included, or of a bell-shaped distribution. */
export type LengthSpec = number | { readonly min: number; readonly max: number } | BellLength;

/** The shortest and the longest length that a specification has. */
export interface LengthBounds {
  readonly min: number;
  readonly max: number;
}

/** Bounds of a length, both included. */
export function lengthBounds(spec: LengthSpec): LengthBounds {
  if (typeof spec === 'number') return { min: spec, max: spec };
  return 'distribution' in spec ? boundsOf(spec) : spec;
}

/** The mean length; of a bell-shaped distribution without its cut ends. */
export function meanLength(spec: LengthSpec): number {
  if (typeof spec === 'number') return spec;
  if (!('distribution' in spec)) return (spec.min + spec.max) / 2;
  return spec.distribution === 'normal' ? spec.mean : spec.median * Math.exp(spec.sigma ** 2 / 2);
}

/**
 * Draws a length.
 * @returns tokens, a whole number
 * @throws {ConfigError} for invalid bounds
 */
export function drawLength(spec: LengthSpec, random: Random): number {
  const { min, max } = lengthBounds(spec);
  if (!(Number.isInteger(min) && Number.isInteger(max) && min >= 1 && max >= min)) {
    throw new ConfigError(
      `invalid length { min: ${min}, max: ${max} }: expected whole numbers above 0, min at most max`,
    );
  }
  if (min === max) return min;
  if (typeof spec === 'object' && 'distribution' in spec) return drawBell(spec, random);
  return min + random.index(max - min + 1);
}
