import { readTextFile } from '../spec/text-file.ts';
import { parsePromptFile } from './prompt-file.ts';
import type { Prompt } from './prompt.ts';
import { readLocalTokenizer, type LocalTokenizer } from './tokenizer/local-tokenizer.ts';
import { parseTraceFile, type TraceRow } from './trace-file.ts';

/** The files of a load, read. */
export interface LoadFiles {
  readonly prompts?: readonly Prompt[];
  /** Requests of each trace, by its file as the configuration names it. */
  readonly traces: ReadonlyMap<string, readonly TraceRow[]>;
  /** Counts tokens where the server does not. */
  readonly tokenizer?: LocalTokenizer;
}

/**
 * Reads the files of a load. Call it before anything is started, so that a mistake costs no time.
 * @param paths absolute, or relative to the working directory
 * @throws {ConfigError} when one cannot be read or is invalid
 */
export async function readLoadFiles(paths: {
  readonly prompts?: string | undefined;
  readonly traces: readonly string[];
  readonly tokenizer?: string | undefined;
}): Promise<LoadFiles> {
  const { prompts, tokenizer } = paths;
  const traces = new Map<string, readonly TraceRow[]>();
  for (const trace of paths.traces) {
    const text = await readTextFile(trace, {
      help: 'check the path in --trace (file of the stage)',
    });
    traces.set(trace, parseTraceFile(text, trace));
  }
  return {
    traces,
    ...(tokenizer === undefined ? {} : { tokenizer: await readLocalTokenizer(tokenizer) }),
    ...(prompts === undefined
      ? {}
      : {
          prompts: parsePromptFile(
            await readTextFile(prompts, {
              help: 'check the path in --dataset (phases.load.dataset)',
            }),
            prompts,
            Number.NaN,
          ),
        }),
  };
}
