import { ConfigError } from '@loadcell/core';
import { withValue } from '../config/override-config.ts';
import { isPlainObject, type PlainObject } from '../config/plain-object.ts';
import { flagName, type FlagRow, type Flags } from '../flags/flag-row.ts';
import { readFlag } from '../flags/flag-values.ts';
import { needs } from '../flags/refusals.ts';

const DATASET = ['phases', 'load', 'dataset'] as const;

/** Flags that set a key of the dataset. */
const KEYS: Readonly<Record<string, string>> = {
  'dataset-format': 'format',
  'dataset-order': 'order',
  'reuse-dataset': 'reuse',
};

/** The dataset of a configuration with its file as a key; undefined where it has none. */
function standingDataset(config: unknown): PlainObject | undefined {
  let value = config;
  for (const key of DATASET) value = isPlainObject(value) ? value[key] : undefined;
  if (typeof value === 'string') return { file: value };
  return isPlainObject(value) ? value : undefined;
}

/** Whether the stages of a configuration have a trace that a format can name. */
function hasTrace(config: unknown, flags: Flags): boolean {
  if (flags.has('trace')) return true;
  const phases = isPlainObject(config) ? config['phases'] : undefined;
  const load = isPlainObject(phases) ? phases['load'] : undefined;
  const stages: unknown = isPlainObject(load) ? load['stages'] : undefined;
  return (
    Array.isArray(stages) &&
    stages.some((stage: unknown) => isPlainObject(stage) && stage['kind'] === 'trace')
  );
}

/**
 * Applies the flags of the dataset to a configuration: `--dataset` replaces the dataset of the file, the others set its keys.
 * @param config as read from a file, unchecked
 * @throws {ConfigError} for a flag without a dataset
 */
export function withDataset(config: unknown, table: readonly FlagRow[], flags: Flags): unknown {
  const given = table.filter((row) => row.dataset === true && flags.has(flagName(row)));
  if (given.length === 0) return config;
  const read = (name: string): unknown => readFlag(table, flags, name);
  const file = read('dataset');
  const dataset = file === undefined ? standingDataset(config) : { file };
  if (dataset === undefined) {
    const [idle] = given.map(flagName).filter((name) => !takesTrace(name, config, flags));
    if (idle === undefined) return config;
    throw new ConfigError(needs(`--${idle}`, '--dataset'), {
      help: 'pass a file of requests, such as --dataset prompts.jsonl',
    });
  }
  const changed: Record<string, unknown> = { ...dataset };
  for (const [flag, key] of Object.entries(KEYS)) {
    const value = read(flag);
    if (value !== undefined) changed[key] = value;
  }
  // Two maps would be merged, with the options of another file.
  return withValue(withValue(config, DATASET, undefined), DATASET, changed);
}

/** Whether a flag changes a trace where there is no dataset. */
function takesTrace(name: string, config: unknown, flags: Flags): boolean {
  return name === 'dataset-format' && hasTrace(config, flags);
}
