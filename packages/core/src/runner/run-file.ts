import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { RunConfig } from '../config/parse-config.ts';
import { EnvironmentSchema } from '../spec/environment.ts';
import { ConfigError } from '../spec/error/errors.ts';
import { maskCommandLine } from '../spec/redaction/mask-command-line.ts';
import { REDACTED } from '../spec/redaction/mask-text.ts';
import { isSecretName } from '../spec/redaction/secret-names.ts';
import { TestConfigSchema } from '../spec/contract/test-config.ts';
import { TestPhaseSchema } from '../spec/contract/test-phase.ts';
import type { RunResults } from '../report/results/run-results.ts';
import { writeFileAtomically } from '../stream/files/atomic-file.ts';
import { RUN_FILES, RUN_FORMAT } from '../stream/files/run-directory.ts';
import type { TargetDescription } from '../target/target.ts';
import { describeEnvironment } from './environment.ts';

const RunFileSchema = z.looseObject({
  format: z.literal(RUN_FORMAT),
  name: z.string(),
  test: TestConfigSchema,
  phases: z.array(TestPhaseSchema),
  criteria: z.record(z.string(), z.number()),
  acceptInconclusive: z.boolean().default(false),
  /** Names of the stages that each phase was to run, sweeps by their own name. */
  stages: z.record(z.string(), z.array(z.string())),
  environment: EnvironmentSchema,
  /** Absent in runs of before it was kept. */
  nonce: z.string().exactOptional(),
  isNonceGiven: z.boolean().exactOptional(),
});

/** What a run directory says of its run: enough to judge its streams again, and what it ran on. */
export type RunFile = z.output<typeof RunFileSchema>;

/**
 * Writes run.json. Nothing of the environment's variables goes into it.
 * @param target what is measured, with its process where it runs here already
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
 * Adds to run.json what was learned of the target: a server that was started is known by then, and its settings are read in
 * the phases.
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

/** What of a configuration names the stages of its phases. */
export interface StagedConfig {
  readonly phases: readonly { readonly name: string }[];
  readonly phaseOptions: {
    readonly load: { readonly stages: readonly { readonly name: string }[] };
  };
}

/** Names of the stages of each phase that is run; a sweep is named once. */
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

/** Headers by name alone: a value may be a secret. One from the environment is told by the name of its variable. */
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
 * @throws {ConfigError} when the directory is not that of a run
 */
export async function readRunFile(runDir: string): Promise<RunFile> {
  const path = join(runDir, RUN_FILES.run);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new ConfigError(
      `"${runDir}" is not the directory of a run: there is no ${RUN_FILES.run} in it. Give one such as loadcell-results/latest.`,
      { cause: error },
    );
  }
  const json = parseJson(text, path);
  const { format } = z.looseObject({ format: z.unknown() }).safeParse(json).data ?? {};
  if (typeof format === 'number' && format !== RUN_FORMAT) {
    throw new ConfigError(
      `"${runDir}" has format ${format}, and this version of Loadcell reads format ${RUN_FORMAT}.`,
      { help: 'run the test again, or read the directory with the version that wrote it' },
    );
  }
  const parsed = RunFileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new ConfigError(`"${path}" is not what Loadcell wrote:\n${z.prettifyError(parsed.error)}`);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`"${path}" is not JSON: it was changed or cut off.`, { cause: error });
  }
}
