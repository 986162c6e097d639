import * as z from 'zod';
import { ColumnTotalsSchema, MeasuredSchema, type ColumnTotals } from '../record/column-totals.ts';
import { AddonSurveyedSchema, SurveyedTotals } from './surveyed-totals.ts';

const AddonProcessesSchema = z.array(
  z.object({
    pid: z.int(),
    startTicks: z.number(),
    parentPid: z.int(),
    program: z.string(),
    foundAtNs: z.number(),
    isNewborn: z.boolean(),
    exitedAtNs: MeasuredSchema,
    readErrors: z.number(),
    rssBytes: ColumnTotalsSchema,
    sharedBytes: ColumnTotalsSchema,
    anonBytes: ColumnTotalsSchema,
    cpuNs: ColumnTotalsSchema,
    surveyed: AddonSurveyedSchema,
  }),
);

/** What is known of one process of a sampler. A process is its pid and its start: pids are used again. */
export interface ProcessReport {
  readonly pid: number;
  /** When it began, in clock ticks since boot. */
  readonly startTicks: number;
  /** Under which process it was found; 0 for one that was asked for. */
  readonly parentPid: number;
  /** Name of the program when it was last seen, at most 15 characters. */
  readonly program: string;
  readonly foundAtNs: number;
  /** Whether it began after sampling did. */
  readonly isNewborn: boolean;
  /** When it was first seen to be gone; NaN while it lives. */
  readonly exitedAtNs: number;
  readonly readErrors: number;
  /** Nothing read of a process whose memory counted as that of another all the time: the two had one address space. */
  readonly rssBytes: ColumnTotals;
  readonly sharedBytes: ColumnTotals;
  readonly anonBytes: ColumnTotals;
  /** CPU time since the process began; NaN where the system does not tell. */
  readonly cpuNs: ColumnTotals;
  /** What the survey read. */
  readonly surveyed: SurveyedTotals;
}

/** Reads what the addon tells. @throws {z.ZodError} when it is not what this package knows */
export function parseProcesses(value: unknown): readonly ProcessReport[] {
  return AddonProcessesSchema.parse(value).map(({ surveyed, ...process }) => ({
    ...process,
    surveyed: new SurveyedTotals(surveyed),
  }));
}

/** A process for good: pids are used again, a pid with a start is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, in clock ticks since boot. */
  readonly startTicks: number;
}

const LivingSchema: z.ZodType<readonly ProcessIdentity[]> = z.array(
  z.object({ pid: z.int(), startTicks: z.number() }),
);

/** Reads what the addon reports. @throws {z.ZodError} when it is not what this package knows */
export function parseLiving(value: unknown): readonly ProcessIdentity[] {
  return LivingSchema.parse(value);
}
