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

/** Report of one sampled process. A PID and a start time identify it: PIDs are reused. */
export interface ProcessReport {
  readonly pid: number;
  /** When it began, in clock ticks since boot. */
  readonly startTicks: number;
  /** Process under which it was found; 0 for one requested by ID. */
  readonly parentPid: number;
  /** Program name when last read, at most 15 characters. */
  readonly program: string;
  readonly foundAtNs: number;
  /** Whether it began after sampling did. */
  readonly isNewborn: boolean;
  /** When its end was first seen; NaN while it lives. */
  readonly exitedAtNs: number;
  readonly readErrors: number;
  /** No readings for a process that always shared its address space with another one, which counts the memory. */
  readonly rssBytes: ColumnTotals;
  readonly sharedBytes: ColumnTotals;
  readonly anonBytes: ColumnTotals;
  /** CPU time since the process began; NaN when the system does not report it. */
  readonly cpuNs: ColumnTotals;
  /** What the survey read. */
  readonly surveyed: SurveyedTotals;
}

/** Parses the addon's reports. @throws {z.ZodError} when they are malformed */
export function parseProcesses(value: unknown): readonly ProcessReport[] {
  return AddonProcessesSchema.parse(value).map(({ surveyed, ...process }) => ({
    ...process,
    surveyed: new SurveyedTotals(surveyed),
  }));
}

/** Identity of a process: PIDs are reused, a PID with a start time is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, in clock ticks since boot. */
  readonly startTicks: number;
}

const LivingSchema: z.ZodType<readonly ProcessIdentity[]> = z.array(
  z.object({ pid: z.int(), startTicks: z.number() }),
);

/** Parses the addon's list. @throws {z.ZodError} when it is malformed */
export function parseLiving(value: unknown): readonly ProcessIdentity[] {
  return LivingSchema.parse(value);
}
