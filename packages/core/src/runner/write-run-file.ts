import { join } from 'node:path';
import type { RunConfig } from '../config/parse-config.ts';
import { maskCommandLine } from '../spec/redaction/mask-command-line.ts';
import { REDACTED } from '../spec/redaction/mask-text.ts';
import { isSecretName } from '../spec/redaction/secret-names.ts';
import type { RunResults } from '../report/results/run-results.ts';
import { writeFileAtomically } from '../stream/files/atomic-file.ts';
import { RUN_FILES, RUN_FORMAT } from '../stream/files/run-directory.ts';
import { readRunFile } from '../stream/files/run-file.ts';
import { stageNames } from '../stream/files/stage-names.ts';
import type { TargetDescription } from '../target/target.ts';
import { describeWorker } from './worker/describe-worker.ts';
import { describeEnvironment } from '../collector/environment.ts';

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
    worker: await describeWorker(config),
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
