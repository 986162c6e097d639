import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrayRecords } from '../../../../src/workload/dataset/source/array-records.ts';

/** Records of a text in chunks of a size. */
const recordsOf = (text: string, size = 7): { line: number; value?: unknown; fault?: string }[] => {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  return [...arrayRecords(chunks)].map(({ line, value, fault }) =>
    fault === undefined ? { line, value } : { line, fault },
  );
};

const valuesOf = (text: string): unknown[] => recordsOf(text).map(({ value }) => value);

describe('entries of a JSON array', () => {
  it.each([
    ['of numbers', '[1, 2 ,3]'],
    ['of nothing', '[ ]'],
    ['of arrays and objects', '[[1,[2]],{"a":{"b":[3]}}]'],
    ['with brackets, commas and quotes in strings', String.raw`["],[{\"}", "\\", "a\\\",", "{"]`],
    ['with characters of several bytes', '["é", "日本語", "👩🏽‍🚀", "\u2028"]'],
    ['over several lines', '[\r\n  {\r\n    "a": 1\r\n  },\r\n  {\r\n    "b": 2\r\n  }\r\n]\r\n'],
  ])('are those of JSON.parse, %s, whatever the size of the chunks', (_what, text) => {
    for (let size = 1; size < 20; size++) {
      expect(recordsOf(text, size).map(({ value }) => value)).toEqual(JSON.parse(text));
    }
  });

  it('are those of the first array of objects in an object', () => {
    const text =
      '{"version": 1, "tags": ["a", "]"], "nested": {"x": [{}]}, "data": [{"a": 1}, {"a": 2}], "n": 3}';
    expect(valuesOf(text)).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('are numbered from 1', () => {
    expect(recordsOf('[5,6]').map(({ line }) => line)).toEqual([1, 2]);
  });

  it('end with a fault where the file is cut', () => {
    expect(recordsOf('[{"a": 1}, {"a": ')).toEqual([
      { line: 1, value: { a: 1 } },
      { line: 2, fault: 'the file ends before its array is closed' },
    ]);
    expect(recordsOf('[{"a": 1},')).toMatchObject([
      { value: { a: 1 } },
      { fault: /^the file ends/ },
    ]);
  });

  it('have a fault for an object without an array of objects', () => {
    expect(recordsOf('{"a": [1, 2]}')).toEqual([
      { line: 1, fault: 'expected an array, or an object with an array of objects' },
    ]);
  });

  it('have a fault for text behind the array', () => {
    expect(recordsOf('[{"a": 1}] more')).toMatchObject([
      { value: { a: 1 } },
      { line: 2, fault: 'text behind the end of the array' },
    ]);
  });

  it.each([
    ['a closing bracket', '[\n {"a": 1},\n {"a": 2,\n {"a": 3},\n {"a": 4}\n]'],
    ['an opening quote', '[\n {"a": 1},\n {a": 2},\n {"a": 3},\n {"a": 4}\n]'],
    ['a closing quote', '[\n {"a": 1},\n {"a: 2},\n {"a": 3},\n {"a": 4}\n]'],
  ])('keep the others where one has lost %s', (_what, text) => {
    const records = recordsOf(text);
    expect(records.filter(({ fault }) => fault === undefined).map(({ value }) => value)).toEqual([
      { a: 1 },
      { a: 3 },
      { a: 4 },
    ]);
    expect(records.filter(({ fault }) => fault !== undefined)).toMatchObject([{ line: 2 }]);
  });

  it.each(['\n', '\n  ', ' '])(
    'keep the others around damaged bytes, where lines begin with %j',
    (indent) => {
      const entries = Array.from({ length: 6 }, (_, index) => ({
        id: `e-${index}`,
        list: [{ n: index }],
      }));
      const isOnLines = indent.startsWith('\n');
      fc.assert(
        fc.property(
          fc.nat({ max: entries.length - 1 }),
          fc.nat({ max: 20 }),
          fc.uint8Array({ minLength: 1, maxLength: 6 }),
          (index, at, bytes) => {
            const whole = entries.map((entry) => Buffer.from(JSON.stringify(entry)));
            const damaged = whole[index] ?? Buffer.alloc(0);
            Buffer.from(bytes.map((byte) => (byte === 10 ? 0 : byte))).copy(damaged, at);
            const parts = whole.flatMap((entry, place) => [
              Buffer.from(`${place === 0 ? '[' : ','}${indent}`),
              entry,
            ]);
            const records = [...arrayRecords([Buffer.concat([...parts, Buffer.from('\n]')])])];
            const kept = entries.filter((_, place) => place !== index);
            const values = records.map(({ value }) => value);
            const isWhole = kept.every((entry) =>
              values.some((value) => JSON.stringify(value) === JSON.stringify(entry)),
            );
            expect(
              isWhole || (!isOnLines && records.some(({ fault }) => fault !== undefined)),
            ).toBe(true);
          },
        ),
      );
    },
  );

  it('keep the others where the first is changed so that it closes the array', () => {
    const values = valuesOf('[\n]a": 1},\n{"a": 2},\n{"a": 3},\n{"a": 4}\n]');
    expect(values.filter((value) => value !== undefined)).toEqual([{ a: 2 }, { a: 3 }, { a: 4 }]);
    expect(values).toContain(undefined);
  });

  it('go on behind a lost quote, before the rest of the file is read', () => {
    function* chunks(): Generator<Buffer> {
      yield Buffer.from('[\n {"a": 1},\n {"b: 2},\n {"c": 3},\n');
      throw new Error('read on');
    }
    const values: unknown[] = [];
    expect(() => {
      for (const { value, fault } of arrayRecords(chunks())) values.push(fault ?? value);
    }).toThrow('read on');
    expect(values).toEqual([{ a: 1 }, expect.stringMatching(/^not JSON/), { c: 3 }]);
  });

  it('that are longer than can be held are one fault, and those behind it are kept', () => {
    function* chunks(): Generator<Buffer> {
      yield Buffer.from('[\n{"a": 1},\n{"b": "');
      const filler = Buffer.alloc(1024 * 1024, 'x');
      for (let index = 0; index < 66; index++) yield filler;
      yield Buffer.from('"},\n{"c": 3}\n]');
    }
    expect([...arrayRecords(chunks())]).toMatchObject([
      { line: 1, value: { a: 1 } },
      { line: 2, fault: /^longer than 64 MiB/ },
      { line: 3, value: { c: 3 } },
    ]);
  });
});
