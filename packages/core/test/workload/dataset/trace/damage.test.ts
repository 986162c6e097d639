import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  DatasetEntry,
  DatasetFormat,
  FileHead,
} from '../../../../src/workload/dataset/dataset.ts';
import { DATASET_FORMATS } from '../../../../src/workload/dataset/registry.ts';
import { recordsOf } from '../../../../src/workload/dataset/source/records-of.ts';

/** A file of a format: its rows, each a request on a line of its own. */
interface Sample {
  readonly format: string;
  readonly shape: FileHead['shape'];
  readonly header?: string;
  readonly rows: readonly string[];
}

const NUMBERS = Array.from({ length: 8 }, (_, index) => index);

const csv = (format: string, header: string, row: (index: number) => string): Sample => ({
  format,
  shape: 'csv',
  header,
  rows: NUMBERS.map(row),
});

const json = (format: string, row: (index: number) => unknown): Sample => ({
  format,
  shape: 'jsonl',
  rows: NUMBERS.map((index) => JSON.stringify(row(index))),
});

const blocksOf = (index: number): number[] => [0, index + 1];

const SAMPLES: readonly Sample[] = [
  json('loadcell-trace', (index) => ({
    atMs: index * 7,
    inputTokens: 90 + index,
    outputTokens: 5,
  })),
  csv('loadcell-trace', 'atMs,inputTokens,outputTokens', (index) => `${index * 7},9${index},5`),
  json('mooncake', (index) => ({
    timestamp: index * 1000,
    input_length: 600 + index,
    output_length: 9,
    hash_ids: blocksOf(index),
  })),
  json('bailian', (index) => ({
    chat_id: index,
    parent_chat_id: -1,
    timestamp: index + 0.5,
    input_length: 20 + index,
    output_length: 9,
    type: 'text',
    hash_ids: blocksOf(index),
  })),
  json('weka', (index) => ({
    id: `c${index}`,
    requests: [{ t: 0, in: 100 + index, out: 5, hash_ids: blocksOf(index) }],
  })),
  csv(
    'burstgpt',
    'Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type',
    (index) => `51840${index}.0,s-${index},3,"GPT-4, long",31${index},220,530,Conversation log`,
  ),
  csv(
    'azure',
    'TIMESTAMP,ContextTokens,GeneratedTokens',
    (index) => `2023-11-20 23:59:5${index}.1000000,36${index},41`,
  ),
  json('timed-trace', (index) => ({
    timestamp: index,
    input_length: 20 + index,
    output_length: 9,
    hash_ids: blocksOf(index),
  })),
];

const title = ({ format, shape }: Sample): string => `${format} as ${shape}`;

function formatOf({ format }: Sample): DatasetFormat {
  const found = DATASET_FORMATS.find(({ name }) => name === format);
  if (found === undefined) throw new Error(`no format is named ${format}`);
  return found;
}

function readSample(sample: Sample, bytes: Buffer): DatasetEntry[] {
  const records = recordsOf(sample.shape, [bytes]);
  return [...formatOf(sample).read(records, { folder: '.' })];
}

/** Lines of entries: `+3` for a request, `-4` for a fault. */
const linesOf = (entries: readonly DatasetEntry[]): string[] =>
  entries.flatMap((entry) => {
    if ('fault' in entry) return [`-${entry.fault.line}`];
    return 'conversation' in entry ? [`+${entry.conversation.turns[0]?.line}`] : [];
  });

const headLines = ({ header }: Sample): number => (header === undefined ? 0 : 1);

function bytesOf({ header, rows }: Sample): Buffer {
  return Buffer.from([...(header === undefined ? [] : [header]), ...rows].join('\n'));
}

/** The lines that a request stands on where nothing is damaged. */
const wholeLines = (sample: Sample): string[] =>
  sample.rows.map((_, index) => `+${index + 1 + headLines(sample)}`);

/** Bytes that end no line, so that a damage stays within one. */
const garbage = fc
  .uint8Array({ minLength: 1, maxLength: 30 })
  .map((bytes) => Buffer.from(bytes.map((byte) => (byte === 10 ? 11 : byte))));

describe.each(SAMPLES.map((sample) => [title(sample), sample] as const))('%s', (_title, sample) => {
  const whole = bytesOf(sample);
  const expected = wholeLines(sample);

  it('has each of its rows where nothing is damaged', () => {
    expect(linesOf(readSample(sample, whole))).toEqual(expected);
  });

  it('keeps the rows before a cut, and names the row that was cut', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: bytesOf({ ...sample, rows: [] }).length + 1, max: whole.length }),
        (end) => {
          const lines = linesOf(readSample(sample, whole.subarray(0, end)));
          const rows = whole
            .subarray(0, end)
            .toString('utf8')
            .split('\n')
            .filter((line) => line !== '');
          const count = rows.length - headLines(sample);
          expect(lines).toHaveLength(count);
          expect(lines.slice(0, Math.max(0, count - 1))).toEqual(
            expected.slice(0, Math.max(0, count - 1)),
          );
          expect(lines.at(-1)?.slice(1)).toBe(expected[count - 1]?.slice(1));
        },
      ),
    );
  });

  it('keeps the rows around one whose bytes are changed, and has that one as a request or a fault', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: sample.rows.length - 1 }),
        fc.nat({ max: 30 }),
        garbage,
        (row, at, bytes) => {
          const damaged = Buffer.from(sample.rows[row] ?? '');
          bytes.copy(damaged, Math.min(at, damaged.length - 1));
          const lines = linesOf(readSample(sample, withRow(sample, row, damaged)));
          const line = row + 1 + headLines(sample);
          expect([`+${line}`, `-${line}`]).toContain(lines[row]);
          expect(lines.filter((_, index) => index !== row)).toEqual(
            expected.filter((_, index) => index !== row),
          );
        },
      ),
    );
  });

  it('has a fault for a line of garbage in between, and keeps the rows around it', () => {
    const notBlank = garbage.filter((bytes) => bytes.toString('utf8').trim() !== '');
    fc.assert(
      fc.property(fc.nat({ max: sample.rows.length - 1 }), notBlank, (row, bytes) => {
        const lines = linesOf(readSample(sample, withRow(sample, row, bytes)));
        const line = row + 1 + headLines(sample);
        expect(lines).toEqual(expected.map((one, index) => (index === row ? `-${line}` : one)));
      }),
    );
  });
});

const headless = SAMPLES.filter(({ shape }) => shape === 'jsonl');

describe.each(headless.map((sample) => [title(sample), sample] as const))(
  '%s',
  (_title, sample) => {
    it('has a request or a fault for each line, whatever bytes are changed, and the requests of unchanged lines', () => {
      const whole = bytesOf(sample);
      const changes = fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), {
        minLength: 1,
        maxLength: 5,
      });
      fc.assert(
        fc.property(changes, (list) => {
          const bytes = Buffer.from(whole);
          for (const [at, byte] of list) bytes[at] = byte;
          const text = bytes.toString('latin1').split('\n');
          const lines = linesOf(readSample(sample, bytes));
          const filled = text.flatMap((line, index) => (line.trim() === '' ? [] : [index + 1]));
          expect(lines.map((line) => Number(line.slice(1)))).toEqual(filled);
          const kept = text.flatMap((line, index) =>
            sample.rows.includes(line) ? [`+${index + 1}`] : [],
          );
          expect(lines).toEqual(expect.arrayContaining(kept));
        }),
      );
    });
  },
);

function withRow(sample: Sample, row: number, bytes: Buffer): Buffer {
  const lines = [
    ...(sample.header === undefined ? [] : [Buffer.from(sample.header)]),
    ...sample.rows.map((text, index) => (index === row ? bytes : Buffer.from(text))),
  ];
  return Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
}
