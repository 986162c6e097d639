import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { describeFile, parseConfig, type DescribedFile } from '@loadcell/core';
import type { Invocation } from '../command-definition.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import type { Flags } from '../flags/flag-row.ts';
import { readFlag } from '../flags/flag-values.ts';
import { cannotCombine, needs } from '../flags/refusals.ts';
import { UsageError } from '../usage-error.ts';
import { DATASET_FLAGS } from './flags.ts';
import { renderDataset } from './render-dataset.ts';

/** Growth of the heap before it is collected, in percent of what is alive: the default is about the whole of it. */
const HEAP_GROWTH_PERCENT = 20;

/**
 * Describes a file of requests and prints the description. Nothing of it is sent; a server only counts tokens.
 * @throws {UsageError} for `--model` without `--url`, and for two tokenizers
 */
export async function showDataset({ operands, flags, terminal }: Invocation): Promise<ExitCode> {
  const [file = ''] = operands;
  if (flags.has('model') && !flags.has('url')) {
    throw new UsageError(needs('--model', '--url'), { help: 'add --url, or remove the flag' });
  }
  if (flags.has('tokenizer') && flags.has('url')) {
    throw new UsageError(cannotCombine('--tokenizer', '--url'), {
      help: 'both count tokens; remove one',
    });
  }
  // A file may be of any size, and little of it is alive: collecting often costs almost nothing.
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  const description = await describeFile({
    path: path.resolve(terminal.workingDirectory, file),
    options: readerOptions(flags),
    ...formatOf(flags),
    ...tokenizerOf(flags, terminal.workingDirectory),
    ...targetOf(flags),
  });
  terminal.stdout.write(
    flags.has('json')
      ? `${JSON.stringify(description, null, 2)}\n`
      : renderDataset(description, terminal.stdout.columns),
  );
  return description.requests > 0 ? EXIT_CODES.pass : EXIT_CODES.usage;
}

function formatOf(flags: Flags): Pick<DescribedFile, 'format'> {
  const format = flags.get('dataset-format')?.at(-1);
  return format === undefined ? {} : { format };
}

function tokenizerOf(flags: Flags, workingDirectory: string): Pick<DescribedFile, 'tokenizer'> {
  const tokenizer = flags.get('tokenizer')?.at(-1);
  return tokenizer === undefined ? {} : { tokenizer: path.resolve(workingDirectory, tokenizer) };
}

function targetOf(flags: Flags): Pick<DescribedFile, 'target'> {
  const url = flags.get('url')?.at(-1);
  if (url === undefined) return {};
  return { target: parseConfig({ target: { url, models: flags.get('model') ?? [] } }).target };
}

function readerOptions(flags: Flags): NonNullable<DescribedFile['options']> {
  const text = (flag: string): string | undefined => flags.get(flag)?.at(-1);
  const fields = {
    ...given('time', text('time-field')),
    ...given('inputTokens', text('input-field')),
    ...given('outputTokens', text('output-field')),
    ...given('blocks', text('blocks-field')),
  };
  const timeUnitMs = readFlag(DATASET_FLAGS, flags, 'time-unit');
  const blockTokens = readFlag(DATASET_FLAGS, flags, 'block-tokens');
  return {
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    ...(typeof timeUnitMs === 'number' ? { timeUnitSeconds: timeUnitMs / 1000 } : {}),
    ...(typeof blockTokens === 'number' ? { blockTokens } : {}),
    ...(flags.has('by-session') ? { bySession: true } : {}),
    ...(flags.has('allow-urls') ? { allowsUrls: true } : {}),
  };
}

/** The property, where it has a value. */
function given<Value>(name: string, value: Value | undefined): Readonly<Record<string, Value>> {
  return value === undefined ? {} : { [name]: value };
}
