import { ConfigError } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { withDataset } from '../../src/run/dataset-flags.ts';
import { RUN_FLAGS } from '../../src/run/flags.ts';

function datasetOf(flags: Readonly<Record<string, string>>, dataset?: unknown): unknown {
  const texts = Object.entries(flags).map(([name, text]) => [name, [text]] as const);
  const config = dataset === undefined ? {} : { phases: { load: { dataset } } };
  const changed: unknown = withDataset(config, RUN_FLAGS, new Map(texts));
  const load: unknown = Reflect.get(Object(Reflect.get(Object(changed), 'phases')), 'load');
  return Reflect.get(Object(load), 'dataset');
}

describe('the flags of the dataset', () => {
  it('leave a configuration without them as it is', () => {
    expect(datasetOf({}, 'a.jsonl')).toBe('a.jsonl');
  });

  it('replace the dataset of the file', () => {
    const written = { file: 'a.jsonl', format: 'sharegpt' };
    expect(datasetOf({ dataset: 'b.jsonl' }, written)).toEqual({ file: 'b.jsonl' });
  });

  it('set keys of the dataset, however the file names it', () => {
    const flags = {
      'dataset-format': 'sharegpt',
      'dataset-order': 'shuffled',
      'reuse-dataset': '',
    };
    const set = { format: 'sharegpt', order: 'shuffled', reuse: true };
    expect(datasetOf(flags, 'a.jsonl')).toEqual({ file: 'a.jsonl', ...set });
    expect(datasetOf(flags, { file: 'a.jsonl', bySession: true })).toEqual({
      file: 'a.jsonl',
      bySession: true,
      ...set,
    });
    expect(datasetOf({ ...flags, dataset: 'b.jsonl' })).toEqual({ file: 'b.jsonl', ...set });
  });

  it('need a dataset, or a trace for its format', () => {
    expect(() => datasetOf({ 'reuse-dataset': '' })).toThrow(ConfigError);
    expect(() => datasetOf({ 'dataset-format': 'burstgpt' })).toThrow(
      '--dataset-format needs --dataset',
    );
    expect(datasetOf({ 'dataset-format': 'burstgpt', trace: 'a.csv' })).toBeUndefined();
  });
});
