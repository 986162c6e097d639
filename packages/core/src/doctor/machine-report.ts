import * as z from 'zod';
import { PURPOSE_NAMES } from './purposes.ts';

const PurposeSchema = z.enum(PURPOSE_NAMES);

const CheckSchema = z.strictObject({
  name: z.string(),
  /** A problem prevents every examined purpose, a warning limits each or prevents some, a note matters only to some. */
  status: z.enum(['ok', 'note', 'warning', 'problem']),
  found: z.string(),
  /** Absent where it is ok. */
  remedy: z.string().optional(),
  /** Examined purposes that it matters to. */
  purposes: z.array(PurposeSchema),
});

const VerdictSchema = z.strictObject({
  purpose: PurposeSchema,
  /** The command that needs it. */
  command: z.string(),
  ready: z.boolean(),
  /** Checks whose problems prevent it. */
  needs: z.array(z.string()),
  /** What works less well or not at all, although it is ready. */
  limits: z.array(z.string()),
});

/** What `loadcell doctor --json` prints without `--url`. */
export const MachineReportSchema = z.strictObject({
  schema: z.literal('loadcell/doctor-machine/1'),
  /** Whether any examined purpose is ready. */
  ready: z.boolean(),
  purposes: z.array(VerdictSchema),
  checks: z.array(CheckSchema),
});

/** One of {@link MachineReportSchema}. */
export type MachineReport = z.output<typeof MachineReportSchema>;
/** One check of a {@link MachineReport}. */
export type CheckResult = MachineReport['checks'][number];
/** The verdict on one purpose of a {@link MachineReport}. */
export type PurposeVerdict = MachineReport['purposes'][number];
