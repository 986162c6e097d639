import * as z from 'zod';
import { inPhase } from './event-place.ts';

/** A limit and the value beyond it. */
const overLimit = {
  resource: z.string(),
  limit: z.number(),
  actual: z.number(),
  basis: z
    .string()
    .exactOptional()
    .describe('name of the judged memory figure; absent where the resource has only one'),
};

/** Events about limits, about the kernel that enforces them, and about the processes whose memory counts. */
export const memoryEventSchemas = [
  z
    .object({
      kind: z.literal('limit-near'),
      ...inPhase,
      ...overLimit,
    })
    .describe('A value came near its limit: reported without an action.'),
  z
    .object({ kind: z.literal('limit-crossed'), ...inPhase, ...overLimit })
    .describe('A limit was crossed: the phase ends.'),
  z
    .object({
      kind: z.literal('pid-reused'),
      ...inPhase,
      pid: z.int(),
      startTicks: z.number().describe('when the later one began, in clock ticks since boot'),
      foundAtNs: z
        .number()
        .describe(
          'when it was found, CLOCK_MONOTONIC nanoseconds; rows of the pid from then on belong to it',
        ),
    })
    .describe('The system reused the pid of an exited process for another one of the tree.'),
  z
    .object({
      kind: z.literal('oom-kill'),
      ...inPhase,
      fromNs: z.number().nonnegative(),
      processes: z.int().positive(),
      scope: z
        .enum(['cgroup', 'machine'])
        .describe('scope of the kill: the cgroup of the target, or the whole machine'),
      ended: z
        .array(z.object({ pid: z.int(), program: z.string() }))
        .describe('sampled processes that exited when the counter rose'),
    })
    .describe(
      'The kernel killed processes because memory ran out (OOM); its counter was still lower at `fromNs`.',
    ),
  z
    .object({
      kind: z.literal('kernel-caches-found'),
      ...inPhase,
      processes: z.int().positive().describe('processes with a cache'),
      kernels: z.int().positive().describe('kernels that all caches hold together when full'),
    })
    .describe(
      'Caches of compiled CPU kernels in processes of the target at its end: they fill with new batch shapes.',
    ),
  z
    .object({
      kind: z.literal('cgroup-changed'),
      ...inPhase,
      isSeen: z.boolean().describe('whether the new group can be read'),
    })
    .describe(
      'The process whose cgroup is read was moved to another one, whose figures are read from then on.',
    ),
] as const;
