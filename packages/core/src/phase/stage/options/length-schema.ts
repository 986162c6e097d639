import * as z from 'zod';
import { lengthBounds, type LengthBounds, type LengthSpec } from '../../../workload/length-spec.ts';

/**
 * A length: a number, two bounds of a uniform distribution, or a normal or log-normal one.
 * @param least the smallest length
 */
export function lengthSchema(least: number) {
  const tokens = z.int().min(least);
  const cut = {
    min: tokens.exactOptional().describe('shortest length (default: 4 deviations below)'),
    max: tokens.exactOptional().describe('longest length (default: 4 deviations above)'),
  };
  return z.union([
    tokens,
    z.strictObject({ min: tokens, max: tokens }).refine(isOrdered, UNORDERED),
    z
      .strictObject({
        distribution: z.literal('normal'),
        mean: z.number().min(least),
        deviation: z.number().positive().describe('standard deviation'),
        ...cut,
      })
      .overwrite((length) => ({ ...length, ...boundsAtLeast(least, length) }))
      .refine(isOrdered, UNORDERED),
    z
      .strictObject({
        distribution: z.literal('lognormal'),
        median: z.number().min(least),
        sigma: z.number().positive().describe('standard deviation of the natural logarithm'),
        ...cut,
      })
      .overwrite((length) => ({ ...length, ...boundsAtLeast(least, length) }))
      .refine(isOrdered, UNORDERED),
  ]);
}

const UNORDERED = 'expected min to be at most max';

function isOrdered({ min = -Infinity, max = Infinity }: Partial<LengthBounds>): boolean {
  return min <= max;
}

/** The bounds of a distribution, whether they are set or not. */
function boundsAtLeast(least: number, length: LengthSpec): LengthBounds {
  const { min, max } = lengthBounds(length);
  return { min: Math.max(least, min), max };
}
