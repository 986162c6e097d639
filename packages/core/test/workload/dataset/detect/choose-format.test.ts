import { describe, expect, it } from 'vitest';
import type { DatasetFormat } from '../../../../src/workload/dataset/dataset.ts';
import { openDataset } from '../../../../src/workload/dataset/open-dataset.ts';
import { entriesOf, faultsOf, temporaryFile } from '../read-file.ts';

/** A format that reads nothing. */
const format = (name: string, key: string, typeName?: string): DatasetFormat => ({
  name,
  title: `a file of ${name}`,
  ...(typeName === undefined ? {} : { typeName }),
  recognizes: ({ record }) => typeof record === 'object' && record !== null && key in record,
  read: () => [],
});

const FORMATS = [format('one', 'a', 'first'), format('two', 'b'), format('three', 'c')];

async function formatOf(text: string, name?: string): Promise<string> {
  const path = temporaryFile('file.jsonl', text);
  const file = { path, ...(name === undefined ? {} : { format: name }) };
  const dataset = await openDataset(file, FORMATS);
  dataset.close();
  return dataset.format.name;
}

describe('the format of a file', () => {
  it('is the one that recognizes its first record', async () => {
    expect(await formatOf('{"b": 1}')).toBe('two');
  });

  it('is recognized by the first record that can be read', async () => {
    expect(await formatOf('{"b": \n\n{"b": 1}')).toBe('two');
  });

  it('is the one that is named, whatever the file looks like', async () => {
    expect(await formatOf('{"b": 1}', 'three')).toBe('three');
  });

  it('is the one that a type key names, and no other type key counts', async () => {
    expect(await formatOf('{"b": 1, "type": "first"}')).toBe('one');
    expect(await formatOf('{"b": 1, "type": "text"}')).toBe('two');
  });

  it('is ambiguous where several recognize it', async () => {
    await expect(formatOf('{"a": 1, "c": 2}')).rejects.toThrow(
      /^ambiguous format of ".*file\.jsonl": it matches one, three\. Pass --dataset-format with one of them\.$/,
    );
  });

  it('is unknown where none does, with the keys that were found', async () => {
    await expect(formatOf('{"x": 1, "y": 2}')).rejects.toThrow(
      /^unknown format of ".*file\.jsonl": found keys x, y\. Pass --dataset-format with one of one, two, three\.$/,
    );
    await expect(formatOf('no JSON')).rejects.toThrow(/found "no JSON"/);
  });

  it('is unknown by a name that is not its own', async () => {
    await expect(formatOf('{"a": 1}', 'thre')).rejects.toThrow(
      /^unknown data set format "thre"; did you mean "three"\?/,
    );
  });
});

describe('a file of two formats', () => {
  it('has a fault for each row of the other, which names it', async () => {
    const mooncake = '{"timestamp": 1, "input_length": 5, "output_length": 6}';
    const other = '{"id": "c", "requests": []}';
    const entries = await entriesOf(
      temporaryFile('file.jsonl', [mooncake, other, '{"what": 1}', mooncake].join('\n')),
    );
    expect(entries).toHaveLength(4);
    expect(faultsOf(entries)).toEqual([
      'unreadable 2: expected timestamp to be a number of at least 0, found nothing; it looks like a WEKA trace of conversations',
      'unreadable 3: expected timestamp to be a number of at least 0, found nothing',
    ]);
  });
});
