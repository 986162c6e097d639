import path from 'node:path';
import { ConfigError, parseConfig, type RunConfig, type WorkerOptions } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { needs } from '../flags/refusals.ts';
import { UsageError } from '../usage-error.ts';
import { anchorPaths, namesServer } from './anchor-paths.ts';
import { findConfigFile } from './find-config-file.ts';
import { loadConfigFile } from './load-config-file.ts';
import { isPlainObject } from './plain-object.ts';

/**
 * The configuration of a command line: the file that it names or that is found, overridden by its flags.
 * @param applyFlags overrides the content of the file, which is unchecked
 * @param worker of a run with several workers
 */
export async function readConfig(
  invocation: Invocation,
  applyFlags: (written: unknown) => unknown,
  worker: WorkerOptions = {},
): Promise<RunConfig> {
  const { config } = await readBoth(invocation, applyFlags, worker);
  return config;
}

/** A configuration as the user wrote it, and parsed. */
export interface WrittenConfig {
  /** Overridden by flags; paths are relative to the working directory. */
  readonly written: unknown;
  readonly config: RunConfig;
}

/** The same as {@link readConfig}, with what was written. */
export async function readBoth(
  invocation: Invocation,
  applyFlags: (written: unknown) => unknown,
  worker: WorkerOptions = {},
): Promise<WrittenConfig> {
  const { operands, flags, terminal, trailing } = invocation;
  if (trailing?.length === 0) {
    throw new UsageError(needs('--', 'a command'), {
      help: 'pass the command that starts the server',
    });
  }
  const [named] = operands;
  const file =
    named === undefined
      ? findConfigFile(terminal.workingDirectory)
      : path.resolve(terminal.workingDirectory, named);
  const written = file === undefined ? {} : await loadConfigFile(file);
  const anchored =
    file === undefined
      ? written
      : anchorPaths(written, path.dirname(file), terminal.workingDirectory, {
          hasServer: flags.has('url') || trailing !== undefined || namesServer(written),
        });
  const overridden = withCommand(applyFlags(anchored), trailing);
  try {
    return { written: overridden, config: parseConfig(overridden, worker) };
  } catch (error) {
    if (!(error instanceof ConfigError) || file === undefined) throw error;
    throw inFile(path.relative(terminal.workingDirectory, file), error);
  }
}

/** Puts the command of the command line in place of the target of the configuration. */
function withCommand(config: unknown, command: readonly string[] | undefined): unknown {
  if (command === undefined || !isPlainObject(config)) return config;
  const { target } = config;
  return { ...config, target: { ...(isPlainObject(target) ? target : {}), command } };
}

/** Adds the name of the file: before one error, or above a list of several. */
function inFile(file: string, error: ConfigError): ConfigError {
  const { summary, help } = error;
  const separator = summary.includes('\n') ? ':\n' : ': ';
  return new ConfigError(`${file}${separator}${summary}`, {
    ...(help === undefined ? {} : { help }),
    cause: error,
  });
}
