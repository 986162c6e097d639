import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { EnvironmentSchema } from '../../spec/environment.ts';
import { ConfigError } from '../../spec/error/errors.ts';
import { fileReason, systemErrorCode } from '../../spec/error/system-error.ts';
import { TestConfigSchema } from '../../spec/contract/test-config.ts';
import { TestPhaseSchema } from '../../spec/contract/test-phase.ts';
import { MachineSliceSchema } from '../events/fleet-event.ts';
import { RUN_FILES, RUN_FORMAT } from './run-directory.ts';
import { refuseOtherFormat } from './run-format.ts';
import { COPY_HELP } from '../other-version.ts';

const RunFileSchema = z.looseObject({
  format: z.literal(RUN_FORMAT),
  name: z.string(),
  test: TestConfigSchema,
  phases: z.array(TestPhaseSchema),
  criteria: z.record(z.string(), z.number()),
  acceptInconclusive: z.boolean().default(false),
  /** Names of the configured stages of each phase, a sweep as one. */
  stages: z.record(z.string(), z.array(z.string())),
  environment: EnvironmentSchema,
  /** Absent in older runs. */
  nonce: z.string().exactOptional(),
  isNonceGiven: z.boolean().exactOptional(),
  /** The machine that recorded it; absent in older runs, and in merged ones. */
  worker: z.looseObject({ slice: MachineSliceSchema.exactOptional() }).exactOptional(),
});

/** The description of a run in its directory: enough to judge its streams again, and its environment. */
export type RunFile = z.output<typeof RunFileSchema>;

/**
 * Reads run.json.
 * @throws {ConfigError} when the directory is not that of a run, or of another format
 */
export async function readRunFile(runDir: string): Promise<RunFile> {
  const path = join(runDir, RUN_FILES.run);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = systemErrorCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      throw new ConfigError(`cannot read "${path}": ${fileReason(error)}`, {
        cause: error,
        help: 'pass a run directory that this user may read',
      });
    }
    throw new ConfigError(`"${runDir}" is not a run directory: it has no ${RUN_FILES.run}`, {
      cause: error,
      help: 'pass a run directory, such as loadcell-results/latest',
    });
  }
  const json = parseJson(text, path);
  refuseOtherFormat(runDir, json);
  const parsed = RunFileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new ConfigError(
    `"${path}" is not a run of Loadcell, or was changed: ${where}${issue?.message ?? 'invalid'}`,
    { cause: parsed.error, help: COPY_HELP },
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`"${path}" is not valid JSON: it was changed or truncated`, {
      cause: error,
      help: COPY_HELP,
    });
  }
}
