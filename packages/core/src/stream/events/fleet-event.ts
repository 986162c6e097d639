import * as z from 'zod';
import { MeasuredNumberSchema } from '../../spec/measured-number.ts';
import { atNs } from './event-place.ts';

/** Work of a machine in a run over several machines. */
export const MACHINE_ROLES = ['load', 'watch'] as const;

/** One of {@link MACHINE_ROLES}. */
export type MachineRole = (typeof MACHINE_ROLES)[number];

/** A share of the load: which one of how many. */
export const MachineSliceSchema = z.object({
  index: z.int().nonnegative(),
  count: z.int().positive(),
});

/** A share of the load: which one, from 0, of how many. */
export type MachineSlice = z.output<typeof MachineSliceSchema>;

/** A machine and its work. */
const machine = {
  machine: z.string(),
  roles: z.array(z.enum(MACHINE_ROLES)),
  slice: MachineSliceSchema.exactOptional().describe(
    'its share of the load, counted from 0; absent where it sends none',
  ),
};

/** How the stamps of a machine were moved to the clock of the merged run. */
export const ClockAlignmentSchema = z.object({
  source: z
    .enum(['reference', 'exchanges', 'same-clock', 'wall-clock'])
    .describe(
      '`reference`: its clock is that of the merged run; `exchanges`: measured over the bus; `same-clock`: the same boot of the same machine; `wall-clock`: by wall clocks, with unknown error',
    ),
  offsetNs: z.number().describe('added to its stamps, nanoseconds, at its first record'),
  driftPpm: z.number().describe('growth of that offset, microseconds per second'),
  boundNs: MeasuredNumberSchema.describe(
    'maximum error of its stamps, nanoseconds; not measured for wall clocks',
  ),
});

/** How the stamps of a machine were moved to the clock of the merged run. */
export type ClockAlignment = z.output<typeof ClockAlignmentSchema>;

/** Events of a run over several machines. */
export const fleetEventSchemas = [
  z
    .object({
      kind: z.literal('clock-exchanged'),
      ...atNs,
      sentNs: z
        .number()
        .nonnegative()
        .describe('request sent, CLOCK_MONOTONIC nanoseconds of the machine that asked'),
      remoteNs: z
        .number()
        .nonnegative()
        .describe('clock of the coordinator when it replied, nanoseconds'),
      receivedNs: z
        .number()
        .nonnegative()
        .describe('reply received, by the same clock as `sentNs`'),
    })
    .describe('A machine asked the coordinator for its clock.'),
  z
    .object({ kind: z.literal('machine-joined'), ...atNs, ...machine })
    .describe('A machine takes part in the run.'),
  z
    .object({ kind: z.literal('machine-lost'), ...atNs, machine: z.string(), reason: z.string() })
    .describe('A machine stopped taking part before its work was done: the run is unreliable.'),
  z
    .object({
      kind: z.literal('machine-merged'),
      ...atNs,
      ...machine,
      requests: z.int().nonnegative().describe('requests that it sent'),
      clock: ClockAlignmentSchema,
      timingErrorP99Ns: MeasuredNumberSchema.describe(
        'timing error of its client, p99, nanoseconds; not measured where it was not calibrated',
      ),
    })
    .describe('The recorded data of a machine is part of this run.'),
  z
    .object({
      kind: z.literal('fleet-unreliable'),
      ...atNs,
      machine: z.string().exactOptional().describe('absent where no single machine is the cause'),
      phase: z.string().exactOptional().describe('absent where it concerns the whole run'),
      reason: z.string(),
    })
    .describe('Why results over several machines are unreliable.'),
] as const;
