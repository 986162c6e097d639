import * as z from 'zod';
import { inPhase } from './event-place.ts';
import { MeasuredNumberSchema } from '../../spec/measured-number.ts';

/** Events of the startup of a server that Loadcell started. */
export const startupEventSchemas = [
  z
    .object({
      kind: z.literal('server-launched'),
      ...inPhase,
      pid: z.int(),
      command: z.array(z.string()).describe('the command line, without secrets'),
      outputFile: z.string().describe('file of the run directory with its output'),
    })
    .describe('The held command was released: all startup times count from here.'),
  z
    .object({ kind: z.literal('server-listening'), ...inPhase, address: z.string() })
    .describe('The port that it serves on was first seen to listen.'),
  z
    .object({ kind: z.literal('server-healthy'), ...inPhase })
    .describe('It first reported that it is healthy.'),
  z
    .object({
      kind: z.literal('server-responded'),
      ...inPhase,
      model: z.string(),
      sentNs: z.number().nonnegative(),
      inputTokens: MeasuredNumberSchema.describe(
        'not measured where the server did not report them',
      ),
      outputTokens: MeasuredNumberSchema,
    })
    .describe(
      'The first token of its first response arrived; the request is made by Loadcell and in no metric of requests.',
    ),
  z
    .object({
      kind: z.literal('page-cache-dropped'),
      ...inPhase,
      files: z.int().nonnegative(),
      bytesBefore: MeasuredNumberSchema.describe(
        'bytes of the files in the page cache before and after; not measured where unknown for a file',
      ),
      bytesAfter: MeasuredNumberSchema,
      reason: z.string().exactOptional().describe('why the start is not cold; absent where it is'),
    })
    .describe('Files of the server were dropped from the page cache before its start.'),
] as const;
