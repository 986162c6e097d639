import { parquetWriteBuffer } from 'hyparquet-writer';
import { Compression, Table, writeParquet, WriterPropertiesBuilder } from 'parquet-wasm';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { openSource } from '../../../../src/workload/dataset/source/open-source.ts';
import { recordsOf } from '../../../../src/workload/dataset/source/records-of.ts';
import { entriesOf, temporaryFile, turnsOf } from '../read-file.ts';

async function valuesOf(content: Uint8Array): Promise<unknown[]> {
  const source = await openSource(temporaryFile('a.parquet', content));
  try {
    return [...recordsOf('parquet', source.chunks())].map(({ value }) => value);
  } finally {
    source.close();
  }
}

const COUNT = 2500;

describe('Parquet', () => {
  it('has rows of all its row groups, in order, as often as it is read', async () => {
    const numbers = Array.from({ length: COUNT }, (_, index) => index);
    const content = parquetWriteBuffer({
      columnData: [
        { name: 'atMs', data: numbers, type: 'DOUBLE' },
        { name: 'inputTokens', data: numbers.map((number) => number + 1), type: 'INT32' },
        { name: 'outputTokens', data: numbers.map(() => 3n), type: 'INT64' },
      ],
      rowGroupSize: 1000,
    });
    const turns = turnsOf(await entriesOf(temporaryFile('a.parquet', new Uint8Array(content))));
    expect(turns).toHaveLength(COUNT);
    expect(turns.at(-1)).toMatchObject({
      line: COUNT,
      atMs: COUNT - 1,
      inputTokens: COUNT,
      outputTokens: 3,
    });
  });

  it('keeps ids above 2^53 apart, times to their last digit and absent values absent', async () => {
    const content = parquetWriteBuffer({
      columnData: [
        { name: 'id', data: [2n ** 53n, 2n ** 53n + 1n], type: 'INT64' },
        { name: 'text', data: ['é\u2028', null], type: 'STRING', nullable: true },
        { name: 'list', data: [[1, 2], []], type: 'JSON' },
      ],
    });
    expect(await valuesOf(new Uint8Array(content))).toEqual([
      { id: '9007199254740992', text: 'é\u2028', list: [1, 2] },
      { id: '9007199254740993', list: [] },
    ]);
  });

  it.each([
    ['GZIP', Compression.GZIP],
    ['BROTLI', Compression.BROTLI],
    ['ZSTD', Compression.ZSTD],
    ['SNAPPY', Compression.SNAPPY],
    ['LZ4_RAW', Compression.LZ4_RAW],
    ['none', Compression.UNCOMPRESSED],
  ])('is read with compression %s', async (_name, compression) => {
    const prompts = Array.from({ length: 500 }, (_, index) => `What is ${index}? `.repeat(5));
    const table = Table.fromIPCStream(tableToIPC(tableFromArrays({ prompt: prompts }), 'stream'));
    const properties = new WriterPropertiesBuilder().setCompression(compression).build();
    const values = await valuesOf(writeParquet(table, properties));
    expect(values).toEqual(prompts.map((prompt) => ({ prompt })));
  });

  it('that is changed in a row group is refused, and names it', async () => {
    const content = new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'text', data: Array.from({ length: 100 }, (_, index) => `text ${index}`) },
        ],
      }),
    );
    content.fill(0xff, 4, 40);
    await expect(valuesOf(content)).rejects.toThrow(/ as Parquet: row group 1: .* fetch it again/);
  });
});
