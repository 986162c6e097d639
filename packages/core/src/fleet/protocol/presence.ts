import * as z from 'zod';
import { NameSchema, RunIdSchema } from './names.ts';

/** What an agent does in a run. */
export const AGENT_ROLES = ['load', 'watch'] as const;

/** One of {@link AGENT_ROLES}. */
export type AgentRole = (typeof AGENT_ROLES)[number];

/** Role of an agent. */
export const AgentRoleSchema: z.ZodType<AgentRole, AgentRole> = z.enum(AGENT_ROLES);

/** Time between two beats of an agent, ms. */
export const BEAT_MS = 1000;

/** Presence of an agent: the value of its key in the bucket of agents, put every {@link BEAT_MS}. */
export const AgentPresenceSchema = z.object({
  name: NameSchema,
  /** Distinguishes two processes of the same name: a random text of each. */
  instance: z.string().min(1),
  /** Version of Loadcell. */
  version: z.string(),
  protocol: z.int(),
  roles: z.array(AgentRoleSchema).min(1),
  /** Name of the machine. */
  machine: z.string(),
  bootId: z.string(),
  /** Wall clock of the agent, ms since the epoch: a label, never compared with another clock. */
  beatEpochMs: z.number(),
  /** Grows by one with each put. An agent is alive while it grows, by the clock of who watches. */
  beat: z.int().min(0),
  /** Run that the agent works on; absent while idle. */
  busyWith: RunIdSchema.exactOptional(),
  /** Why the agent accepts no run, such as a watched server that has exited. */
  unable: z.string().exactOptional(),
});

/** Presence of an agent. */
export type AgentPresence = z.output<typeof AgentPresenceSchema>;
