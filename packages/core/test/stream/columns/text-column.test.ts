import { RecordBatch, Schema, Struct, Utf8, makeData } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { field, textColumn } from '../../../src/stream/columns/arrow-columns.ts';
import { TextColumn } from '../../../src/stream/columns/text-column.ts';

function batchOf(texts: readonly string[]): RecordBatch {
  const schema = new Schema([field('said', new Utf8(), 'text', 'what was said')]);
  const children = [textColumn(texts)];
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), children, length: texts.length, nullCount: 0 }),
  );
}

function columnOf(batches: readonly (readonly string[])[]): string[] {
  const count = batches.flat().length;
  const column = new TextColumn(count, (text) => text);
  for (const batch of batches) column.append(batchOf(batch), 'said');
  return Array.from({ length: count }, (_, row) => column.at(row));
}

describe('a column of text', () => {
  it('gives back the text of every row', () => {
    const text = fc.oneof(fc.constantFrom('', 'a', 'aa', 'b'), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(
        fc.array(fc.array(text, { minLength: 1, maxLength: 8 }), { maxLength: 4 }),
        (batches) => {
          expect(columnOf(batches)).toEqual(batches.flat());
        },
      ),
    );
  });

  it('distinguishes any number of texts', () => {
    const texts = Array.from({ length: 70_000 }, (_, index) => `error ${index}`);
    const read = columnOf([texts.slice(0, 300), texts.slice(300)]);
    expect(read.every((text, row) => text === texts[row])).toBe(true);
  });

  it('checks each distinct text once', () => {
    const checked: string[] = [];
    const column = new TextColumn(4, (text) => (checked.push(text), text));
    column.append(batchOf(['ok', 'error', 'ok', 'ok']), 'said');
    expect(checked).toEqual(['ok', 'error']);
    expect(() => column.at(7)).toThrow('no row 7');
  });
});
