import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../src/workload/dataset/open-dataset.ts';
import { entriesOf, temporaryFile } from './read-file.ts';

const ROW = '{"atMs": 5, "inputTokens": 7, "outputTokens": 2}';

describe('a data set', () => {
  it('is recognized by its first record and reads from its beginning each time', async () => {
    const dataset = await openDataset({ path: temporaryFile('t.jsonl', `${ROW}\n${ROW}\n`) });
    expect(dataset.format.name).toBe('loadcell-trace');
    expect([...dataset.entries()]).toHaveLength(2);
    expect([...dataset.entries()]).toHaveLength(2);
    dataset.close();
  });

  it.each([
    ['a.jsonl', `${ROW}\n\n${ROW}`],
    ['a.json', `[${ROW},\n ${ROW}]`],
    ['a.json', `{"data": [${ROW}, ${ROW}]}`],
    ['a.json', `{\n "name": "x",\n "rows": [${ROW},\n${ROW}]\n}`],
    ['a.csv', 'user,"atMs",inputTokens,outputTokens\r\nu,5,7,2\r\nv,5,7,2'],
  ])('of the same rows has the same requests in %s', async (name, text) => {
    const entries = await entriesOf(temporaryFile(name, text));
    expect(entries).toMatchObject([
      { conversation: { turns: [{ atNs: 0, input: { inputTokens: 7 }, output: { tokens: 2 } }] } },
      { conversation: { turns: [{ atNs: 0, input: { inputTokens: 7 }, output: { tokens: 2 } }] } },
    ]);
  });
});
