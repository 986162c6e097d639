import * as z from 'zod';
import { inPhase } from './event-place.ts';
import { MeasuredNumberSchema } from '../../spec/measured-number.ts';

/** Events of the startup of a server that Loadcell started. */
export const startupEventSchemas = [
  z.object({
    /** The held command was released: all startup times count from here. */
    kind: z.literal('server-launched'),
    ...inPhase,
    pid: z.int(),
    /** The command line, without secrets. */
    command: z.array(z.string()),
    /** File of the run directory with its output. */
    outputFile: z.string(),
  }),
  /** The port that it serves on was first seen to listen. */
  z.object({ kind: z.literal('server-listening'), ...inPhase, address: z.string() }),
  /** It first reported that it is healthy. */
  z.object({ kind: z.literal('server-healthy'), ...inPhase }),
  z.object({
    /** The first token of its first response arrived; the request is made by Loadcell and in no metric of requests. */
    kind: z.literal('server-responded'),
    ...inPhase,
    model: z.string(),
    sentNs: z.number().nonnegative(),
    /** Not measured where the server did not report them. */
    inputTokens: MeasuredNumberSchema,
    outputTokens: MeasuredNumberSchema,
  }),
  z.object({
    /** Files of the server were dropped from the page cache before its start. */
    kind: z.literal('page-cache-dropped'),
    ...inPhase,
    files: z.int().nonnegative(),
    /** Bytes of the files in the page cache before and after; not measured where unknown for a file. */
    bytesBefore: MeasuredNumberSchema,
    bytesAfter: MeasuredNumberSchema,
    /** Why the start is not cold; absent where it is. */
    reason: z.string().exactOptional(),
  }),
] as const;
