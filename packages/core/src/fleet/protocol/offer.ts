import * as z from 'zod';
import { PHASE_NAMES } from '../../spec/contract/test-config.ts';
import { RunIdSchema } from './names.ts';
import { AgentRoleSchema } from './presence.ts';
import { Sha256Schema, StoredFileSchema } from './stored-file.ts';

/** A run that a coordinator offers to one agent. */
export const RunOfferSchema = z.object({
  runId: RunIdSchema,
  /** Version of Loadcell of the coordinator. */
  version: z.string(),
  protocol: z.int(),
  role: AgentRoleSchema,
  /** Share of the load; absent for the role watch. */
  slice: z.object({ index: z.int().min(0), count: z.int().min(1) }).exactOptional(),
  /** The configuration as JSON text, in the object store of the run. */
  plan: z.object({ object: z.string().min(1), sha256: Sha256Schema }),
  /** Files that the configuration names. */
  files: z.array(StoredFileSchema).max(1000),
  /** Phases that the coordinator runs, in order. */
  phases: z.array(z.enum(PHASE_NAMES)),
  /** Time between two signs of life of the coordinator, ms. */
  heartbeatMs: z.number().positive(),
  /** Where the servers of the run report their metrics, for the role watch. */
  metrics: z.object({ urls: z.array(z.string().min(1)) }).exactOptional(),
});

/** A run that a coordinator offers to one agent. */
export type RunOffer = z.output<typeof RunOfferSchema>;

/** Why an agent refuses an offer. */
export const REFUSALS = ['busy', 'version', 'role', 'held-keys', 'unable', 'invalid'] as const;

/** Reply of an agent to an offer. */
export const OfferReplySchema = z.discriminatedUnion('accepted', [
  z.object({ accepted: z.literal(true) }),
  z.object({
    accepted: z.literal(false),
    code: z.enum(REFUSALS),
    /** A clause that follows the name of the agent, such as `is busy with run 01J…`. */
    reason: z.string(),
  }),
]);

/** Reply of an agent to an offer. */
export type OfferReply = z.output<typeof OfferReplySchema>;
