import type { ClockFit } from '../../stats/clock/fit-clock.ts';
import type { MachineRole, MachineSlice } from '../../stream/events/fleet-event.ts';
import type { RunEvent } from '../../stream/events/run-event.ts';
import type { RunFile } from '../../stream/files/run-file.ts';

/** The directory of one machine. */
export interface MergePart {
  readonly path: string;
  /** Unique among all parts. */
  readonly machine: string;
  readonly bootId?: string;
  readonly roles: readonly MachineRole[];
  /** Its share of the load; absent for a machine that only watches. */
  readonly slice?: MachineSlice;
  readonly file: RunFile;
  /** All of its events but its exchanges with the coordinator: one a second, of every machine, fills memory. */
  readonly events: readonly RunEvent[];
  /** Its clock by these exchanges; absent without any. */
  readonly exchanged?: ClockFit;
  /** Files that lack their end or a part. */
  readonly damagedFiles: readonly string[];
  /** Its first and last record, by its own CLOCK_MONOTONIC, nanoseconds. */
  readonly beganNs: number;
  readonly endedNs: number;
  /** Its wall clock at CLOCK_MONOTONIC zero, epoch milliseconds. */
  readonly clockEpochMs: number;
}

/** Whether a machine sent a share of the load. */
export function isLoader({ roles }: MergePart): boolean {
  return roles.includes('load');
}

/** Why the results of a merged run are unreliable. */
export interface Doubt {
  /** Absent where no single machine is the cause. */
  readonly machine?: string;
  /** Absent where it concerns the whole run. */
  readonly phase?: string;
  /** A clause without a period. */
  readonly reason: string;
}
