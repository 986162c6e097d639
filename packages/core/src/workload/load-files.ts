import { readFile } from 'node:fs/promises';
import { ConfigError } from '../spec/error/errors.ts';
import { systemErrorCode } from '../spec/error/system-error.ts';
import { parsePromptFile } from './prompt-file.ts';
import type { Prompt } from './prompt.ts';
import { parseTraceFile, type TraceRow } from './trace-file.ts';

/** The files of a load, read. */
export interface LoadFiles {
  readonly prompts?: readonly Prompt[];
  /** Requests of each trace, by its file as the configuration names it. */
  readonly traces: ReadonlyMap<string, readonly TraceRow[]>;
}

/**
 * Reads the files of a load. Call it before anything is started, so that a mistake costs no time.
 * @param paths absolute, or relative to the working directory
 * @throws {ConfigError} when one cannot be read or is invalid
 */
export async function readLoadFiles(paths: {
  readonly prompts?: string | undefined;
  readonly traces: readonly string[];
}): Promise<LoadFiles> {
  const { prompts } = paths;
  const traces = new Map<string, readonly TraceRow[]>();
  for (const trace of paths.traces) {
    traces.set(
      trace,
      parseTraceFile(await readText(trace, 'check the path in --trace (file of the stage)'), trace),
    );
  }
  return {
    traces,
    ...(prompts === undefined
      ? {}
      : {
          prompts: parsePromptFile(
            await readText(prompts, 'check the path in --dataset (phases.load.dataset)'),
            prompts,
            Number.NaN,
          ),
        }),
  };
}

async function readText(path: string, help: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // Whatever the reason, the configuration names a file that cannot be read.
    const reason = systemErrorCode(error) ?? String(error);
    throw new ConfigError(`cannot read "${path}": ${reason}`, { cause: error, help });
  }
}
