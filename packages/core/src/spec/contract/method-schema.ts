import * as z from 'zod';

/** A method of an object that is checked by its shape. */
export const MethodSchema: z.ZodType<(...args: never[]) => unknown> = z.custom<
  (...args: never[]) => unknown
>((value) => typeof value === 'function', 'expected a method');
