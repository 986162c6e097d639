import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { RunConfig } from '../config/parse-config.ts';
import { EnvironmentSchema } from '../spec/environment.ts';
import { ConfigError } from '../spec/error/errors.ts';
import { systemErrorCode } from '../spec/error/system-error.ts';
import { maskCommandLine } from '../spec/redaction/mask-command-line.ts';
import { REDACTED } from '../spec/redaction/mask-text.ts';
import { isSecretName } from '../spec/redaction/secret-names.ts';
import { TestConfigSchema } from '../spec/contract/test-config.ts';
import { TestPhaseSchema } from '../spec/contract/test-phase.ts';
import type { RunResults } from '../report/results/run-results.ts';
import { writeFileAtomically } from '../stream/files/atomic-file.ts';
import { RUN_FILES, RUN_FORMAT } from '../stream/files/run-directory.ts';
import { refuseOtherFormat } from '../stream/files/run-format.ts';
import type { TargetDescription } from '../target/target.ts';
import { describeEnvironment } from './environment.ts';

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
});

/** The description of a run in its directory: enough to judge its streams again, and its environment. */
export type RunFile = z.output<typeof RunFileSchema>;

/**
 * Writes run.json, without environment variables.
 * @param target with its process, if it already runs on this machine
 */
export async function writeRunFile(
  runDir: string,
  config: RunConfig,
  nonce: string,
  { pid, ...target }: TargetDescription & { readonly pid?: number },
): Promise<void> {
  const file = {
    format: RUN_FORMAT,
    name: config.name,
    test: config.test,
    phases: config.phases,
    criteria: config.criteria,
    acceptInconclusive: config.acceptInconclusive,
    stages: stageNames(config),
    slos: config.slos,
    seed: config.seed,
    nonce,
    isNonceGiven: config.nonce !== undefined,
    sampling: config.sampling,
    target: { ...config.target, ...withoutSecrets(config.target), ...target },
    phaseOptions: config.phaseOptions,
    environment: await describeEnvironment(target, pid),
  };
  await writeFileAtomically(join(runDir, RUN_FILES.run), `${JSON.stringify(file, null, 2)}\n`);
}

/**
 * Completes run.json with what the phases found out about the target, such as a started server and its settings.
 */
export async function completeRunFile(
  runDir: string,
  { environment, server }: Pick<RunResults, 'environment' | 'server'>,
): Promise<void> {
  const file = await readRunFile(runDir);
  const completed = {
    ...file,
    environment: environment ?? file.environment,
    ...(server === undefined ? {} : { server }),
  };
  await writeFileAtomically(join(runDir, RUN_FILES.run), `${JSON.stringify(completed, null, 2)}\n`);
}

/** The part of a configuration that names the stages of its phases. */
export interface StagedConfig {
  readonly phases: readonly { readonly name: string }[];
  readonly phaseOptions: {
    readonly load: { readonly stages: readonly { readonly name: string }[] };
  };
}

/** Names of the stages of each phase that runs, a sweep as one. */
export function stageNames({ phases, phaseOptions }: StagedConfig): Record<string, string[]> {
  return Object.fromEntries(
    phases.map(({ name }) => [
      name,
      name === 'load' ? phaseOptions.load.stages.map((stage) => stage.name) : ['sequential'],
    ]),
  );
}

/** The parts of a target that may hold secrets, without them. */
function withoutSecrets({
  headers,
  command,
  env,
  models,
}: RunConfig['target']): Record<string, unknown> {
  return {
    headers: withoutValues(headers),
    env: Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, isSecretName(name) ? REDACTED : value]),
    ),
    ...(command === undefined ? {} : { command: maskCommandLine(command) }),
    models: models.map((model) =>
      typeof model === 'object' && 'command' in model
        ? { ...model, command: maskCommandLine(model.command) }
        : model,
    ),
  };
}

/** Headers without their values, which may be secrets; one from the environment keeps the name of its variable. */
function withoutValues(headers: RunConfig['target']['headers']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? '[value]' : value,
    ]),
  );
}

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
      throw new ConfigError(`cannot read "${path}": ${code ?? String(error)}`, { cause: error });
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
    { cause: parsed.error },
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`"${path}" is not valid JSON: it was changed or truncated`, {
      cause: error,
    });
  }
}
