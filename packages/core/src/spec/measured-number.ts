import * as z from 'zod';

/** An unmeasured number, or an infinite one, such as a percentile that falls on a failed request. */
const UnboundedSchema = z.union([z.nan(), z.literal([Infinity, -Infinity])]);

/** Common to both codecs: non-finite numbers are written as `null`, and `null` is read as `NaN`. */
const nullIsUnmeasured = {
  decode: (json: number | null): number => json ?? Number.NaN,
  encode: (value: number): number | null => (Number.isFinite(value) ? value : null),
};

/**
 * A number that may not have been measured: `NaN` in memory, `null` in JSON.
 * This is the only codec between both; `0` always means a measured zero. JSON has no infinity: it is written as `null` too,
 * and its container has the reason.
 */
export const MeasuredNumberSchema: z.ZodType<number, number | null> = z.codec(
  z.number().nullable(),
  z.union([z.number(), UnboundedSchema]),
  nullIsUnmeasured,
);

/** The JSON form of a type whose numbers may be unmeasured. */
export type MeasuredJson<T> = T extends number
  ? number | null
  : T extends string | boolean | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? MeasuredJson<Item>[]
      : { [Key in keyof T]: MeasuredJson<T[Key]> };

/** A ratio between 0 and 1, or unmeasured. */
export const MeasuredRatioSchema: z.ZodType<number, number | null> = z.codec(
  z.number().min(0).max(1).nullable(),
  z.union([z.number().min(0).max(1), z.nan()]),
  nullIsUnmeasured,
);
