import * as z from 'zod';

/** A length, or two bounds of a uniform distribution. */
export function lengthSchema(min: number) {
  const tokens = z.int().min(min);
  return z.union([
    tokens,
    z
      .strictObject({ min: tokens, max: tokens })
      .refine((bounds) => bounds.min <= bounds.max, 'expected min to be at most max'),
  ]);
}
