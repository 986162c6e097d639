import * as z from 'zod';
import { DurationMsSchema } from '../spec/quantity.ts';

/** A program and its arguments. */
export const CommandSchema = z.array(z.string()).min(1);

/** What a server is that Loadcell starts and ends. */
export const startedServerOptions = {
  command: CommandSchema.exactOptional().describe(
    'command of a server to start, measure and end; {port} stands for a free port, {model} for the name of the model',
  ),
  env: z
    .record(z.string().regex(/^[^=\0]+$/, 'expected the name of a variable'), z.string())
    .default({})
    .describe('variables of the command, beside those of Loadcell'),
  cwd: z.string().min(1).exactOptional().describe('folder that the command runs in'),
  ready: z
    .strictObject({
      path: z
        .string()
        .startsWith('/')
        .exactOptional()
        .describe('path that returns 2xx when the server is ready; found out unless set'),
      timeout: DurationMsSchema.prefault('30m').describe('bound on the start, to the first token'),
    })
    .prefault({})
    .describe('when the server of the command is ready'),
  cold: z
    .boolean()
    .default(false)
    .describe(
      'whether the first start finds nothing of its files in the page cache: it is started once before, uncounted, to learn which they are',
    ),
  stopGrace: DurationMsSchema.prefault('30s').describe(
    'time for the command to end after SIGTERM; SIGKILL follows',
  ),
};
