import * as z from 'zod';

/** Time of an event, CLOCK_MONOTONIC nanoseconds. */
export const atNs = { atNs: z.number().nonnegative() };

/** Time and phase of an event. */
export const inPhase = { ...atNs, phase: z.string() };
