import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ConfigError } from '../../spec/error/errors.ts';
import { systemErrorCode } from '../../spec/error/system-error.ts';
import { OTHER_VERSION_HELP } from '../other-version.ts';
import { RUN_FILES, RUN_FORMAT } from './run-directory.ts';
import { parseIfJson } from '../../spec/parse-json.ts';

const FormatSchema = z.object({
  format: z.number(),
  environment: z.object({ loadcell: z.string() }).optional().catch(undefined),
});

/** @throws {ConfigError} when the content of a run.json is of another format, with the version that wrote it */
export function refuseOtherFormat(runDir: string, json: unknown): void {
  const { success, data } = FormatSchema.safeParse(json);
  if (!success || data.format === RUN_FORMAT) return;
  const { format, environment } = data;
  const writer = environment === undefined ? '' : ` (Loadcell ${environment.loadcell})`;
  throw new ConfigError(
    `"${runDir}" has format ${format}${writer}, and this version of Loadcell reads format ${RUN_FORMAT}.`,
    {
      help: format > RUN_FORMAT ? `update Loadcell, or ${OTHER_VERSION_HELP}` : OTHER_VERSION_HELP,
    },
  );
}

/**
 * Checks the format of a run directory for those who read only its streams. Streams without a run.json are read as they are.
 * @throws {ConfigError} when it is another one
 */
export async function checkRunFormat(runDir: string): Promise<void> {
  const text = await readIfThere(join(runDir, RUN_FILES.run));
  // A run.json that is no JSON was cut off: it has no format to check.
  if (text !== undefined) refuseOtherFormat(runDir, parseIfJson(text));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
