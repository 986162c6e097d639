import * as z from 'zod';
import { AgentRoleSchema } from './presence.ts';

/** Reply to a clock request: CLOCK_MONOTONIC of the coordinator, ns. */
export const ClockReplySchema = z.object({ remoteNs: z.number() });

/** Counts of one agent, published once a second while a run is in progress. */
export const AgentCountsSchema = z.object({
  machine: z.string(),
  role: AgentRoleSchema,
  phase: z.string().exactOptional(),
  stage: z.string().exactOptional(),
  /** Ended requests of the stage in progress. */
  successful: z.int().min(0).exactOptional(),
  failed: z.int().min(0).exactOptional(),
  /** Resident memory of the watched process tree, bytes. */
  memoryBytes: z.number().exactOptional(),
  /** CPU time of the watched process tree per second, in cores. */
  cpuCores: z.number().exactOptional(),
});

/** Counts of one agent. */
export type AgentCounts = z.output<typeof AgentCountsSchema>;

/** Sign of life of the coordinator. */
export const AliveSchema = z.object({ beat: z.int().min(0) });

/**
 * An agent that hears no sign of life for this long stops its load, ms. It has stopped within 10 s, with the time between two
 * looks at the clock and a margin for a busy machine.
 */
export const SILENCE_MS = 9000;
