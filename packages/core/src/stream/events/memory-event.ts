import * as z from 'zod';
import { inPhase } from './event-place.ts';

/** A limit and the value beyond it. */
const overLimit = {
  resource: z.string(),
  limit: z.number(),
  actual: z.number(),
  /** Name of the judged memory figure; absent where the resource has only one. */
  basis: z.string().exactOptional(),
};

/** Events about limits, about the kernel that enforces them, and about the processes whose memory counts. */
export const memoryEventSchemas = [
  z.object({
    /** The soft limit: reported without an action. */
    kind: z.literal('limit-near'),
    ...inPhase,
    ...overLimit,
  }),
  z.object({ kind: z.literal('limit-crossed'), ...inPhase, ...overLimit }),
  z.object({
    /** The system reused the pid of an exited process for another one of the tree. */
    kind: z.literal('pid-reused'),
    ...inPhase,
    pid: z.int(),
    /** When the later one began, in clock ticks since boot. */
    startTicks: z.number(),
    /** When it was found: rows of the pid from then on belong to it. CLOCK_MONOTONIC nanoseconds. */
    foundAtNs: z.number(),
  }),
  z.object({
    /** The kernel killed processes because memory ran out (OOM); its counter was still lower at `fromNs`. */
    kind: z.literal('oom-kill'),
    ...inPhase,
    fromNs: z.number().nonnegative(),
    processes: z.int().positive(),
    /** Scope of the kill: the cgroup of the target, or the whole machine. */
    scope: z.enum(['cgroup', 'machine']),
    /** Sampled processes that exited when the counter rose. */
    ended: z.array(z.object({ pid: z.int(), program: z.string() })),
  }),
  z.object({
    /** Caches of compiled CPU kernels in processes of the target at its end: they fill with new batch shapes. */
    kind: z.literal('kernel-caches-found'),
    ...inPhase,
    /** Processes with a cache. */
    processes: z.int().positive(),
    /** Kernels that all caches hold together when full. */
    kernels: z.int().positive(),
  }),
  z.object({
    /** The process whose cgroup is read was moved to another one, whose figures are read from then on. */
    kind: z.literal('cgroup-changed'),
    ...inPhase,
    /** Whether the new group can be read. */
    isSeen: z.boolean(),
  }),
] as const;
