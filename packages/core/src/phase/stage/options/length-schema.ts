import * as z from 'zod';

/** A number of each, or evenly distributed between two bounds. */
export function lengthSchema(min: number) {
  const tokens = z.int().min(min);
  return z.union([
    tokens,
    z
      .strictObject({ min: tokens, max: tokens })
      .refine((bounds) => bounds.min <= bounds.max, 'expected min to be at most max'),
  ]);
}
