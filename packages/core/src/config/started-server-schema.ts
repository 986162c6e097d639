import * as z from 'zod';
import { DurationMsSchema } from '../spec/quantity.ts';

/** A program and its arguments. */
export const CommandSchema = z.array(z.string()).min(1);

/** Options of a server that Loadcell starts and stops. */
export const startedServerOptions = {
  command: CommandSchema.exactOptional().describe(
    'command of a server to start, measure and stop; {port} is replaced by a free port, {model} by the model name',
  ),
  env: z
    .record(z.string().regex(/^[^=\0]+$/, 'expected the name of a variable'), z.string())
    .default({})
    .describe('environment variables of the command, in addition to those of Loadcell'),
  cwd: z.string().min(1).exactOptional().describe('working directory of the command'),
  ready: z
    .strictObject({
      path: z
        .string()
        .startsWith('/')
        .exactOptional()
        .describe('path that returns 2xx when the server is ready (default: detected)'),
      timeout: DurationMsSchema.prefault('30m').describe(
        'time limit for the start, up to the first token',
      ),
    })
    .prefault({})
    .describe('when the started server is ready'),
  cold: z
    .boolean()
    .default(false)
    .describe(
      'drop the files of the server from the page cache before its first start; an uncounted start finds out which files those are',
    ),
  stopGrace: DurationMsSchema.prefault('30s').describe(
    'time to exit after SIGTERM, before SIGKILL',
  ),
};
