import * as z from 'zod';
import { StoredFileSchema } from './stored-file.ts';

/** Course of a run on one agent, in order; failed can follow any of them. */
export const AGENT_STATES = [
  'preparing',
  'ready',
  'running',
  'ended',
  'storing',
  'stored',
  'failed',
] as const;

/** State of one agent in a run: the value of `state.AGENT`. */
export const AgentStateSchema = z.object({
  kind: z.enum(AGENT_STATES),
  phase: z.string().exactOptional(),
  stage: z.string().exactOptional(),
  slice: z.object({ index: z.int().min(0), count: z.int().min(1) }).exactOptional(),
  error: z
    .object({ code: z.string(), message: z.string(), help: z.string().exactOptional() })
    .exactOptional(),
  /** The run directory of the agent in the object store; present once it is stored. */
  directory: z.object({ files: z.array(StoredFileSchema) }).exactOptional(),
  /** CLOCK_MONOTONIC of the agent, ns. */
  atNs: z.number(),
});

/** State of one agent in a run. */
export type AgentState = z.output<typeof AgentStateSchema>;
