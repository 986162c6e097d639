import * as z from 'zod';

/** When an event happened: CLOCK_MONOTONIC nanoseconds. */
export const atNs = { atNs: z.number().nonnegative() };

/** When, and in which phase. */
export const inPhase = { ...atNs, phase: z.string() };
