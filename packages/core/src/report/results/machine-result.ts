import * as z from 'zod';
import { MeasuredNumberSchema, type MeasuredJson } from '../../spec/measured-number.ts';
import {
  ClockAlignmentSchema,
  MACHINE_ROLES,
  MachineSliceSchema,
  type ClockAlignment,
  type MachineRole,
  type MachineSlice,
} from '../../stream/events/fleet-event.ts';
import type { FleetFacts } from '../../stream/fleet/fleet-facts.ts';

/** A machine of a run over several. */
export interface MachineResult {
  name: string;
  roles: MachineRole[];
  /** Its share of the load, counted from 0; absent for a machine that only watches. */
  slice?: MachineSlice;
  /** Requests that it sent, warm-up included. */
  requests: number;
  /** How its stamps were moved to the clock of the run. */
  clock: ClockAlignment;
  /** Timing error of its client at p99, milliseconds; `NaN` where it is unknown. */
  timingErrorP99Ms: number;
  /** Why its part is unreliable, or why it was lost; empty where it is reliable. */
  problems: string[];
}

export const MachineResultSchema: z.ZodType<MachineResult, MeasuredJson<MachineResult>> = z.object({
  name: z.string(),
  roles: z.array(z.enum(MACHINE_ROLES)),
  slice: MachineSliceSchema.exactOptional(),
  requests: MeasuredNumberSchema,
  clock: ClockAlignmentSchema,
  timingErrorP99Ms: MeasuredNumberSchema,
  problems: z.array(z.string()),
});

/** The machines whose data a run has; undefined for a run of one machine. */
export function machineResults(fleet: FleetFacts | undefined): MachineResult[] | undefined {
  if (fleet === undefined) return undefined;
  return fleet.machines.map(({ machine, roles, slice, requests, clock, timingErrorP99Ns }) => ({
    name: machine,
    roles: [...roles],
    ...(slice === undefined ? {} : { slice }),
    requests,
    clock,
    timingErrorP99Ms: timingErrorP99Ns / 1e6,
    problems: [...fleet.lost, ...fleet.unreliable]
      .filter((event) => event.machine === machine)
      .map(({ reason }) => reason),
  }));
}
