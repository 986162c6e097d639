import { describe, expect, it } from 'vitest';
import { RequestBatch } from '../../../src/stream/rows/request-batch.ts';
import { countedRow } from '../built/arbitrary-rows.ts';

describe('a batch of requests', () => {
  it('holds rows by column, and begins anew once they are taken', () => {
    const batch = new RequestBatch();
    batch.append(countedRow(1));
    batch.append({ ...countedRow(2), chunkNs: new Float64Array(0) });
    expect(batch.count).toBe(2);
    const first = batch.take();
    expect([...(first.numbers[0] ?? [])]).toEqual([1, 2]);
    expect([...first.chunkOffsets]).toEqual([0, 3, 3]);
    batch.append(countedRow(7));
    const second = batch.take();
    expect([...(second.numbers[0] ?? [])]).toEqual([7]);
    expect([...second.chunkNs]).toEqual([...countedRow(7).chunkNs]);
    expect(second.texts.map((texts) => texts.length)).toEqual(second.texts.map(() => 1));
    expect(first.texts.map((texts) => texts.length)).toEqual(first.texts.map(() => 2));
  });

  it('is full after a number of rows, or earlier with many content events', () => {
    const rows = new RequestBatch();
    let count = 0;
    for (; !rows.isFull; count += 1) rows.append(countedRow(count));
    const events = new RequestBatch();
    const long = { ...countedRow(1), chunkNs: new Float64Array(100_000) };
    for (let row = 0; row < 3; row += 1) events.append(long);
    expect(count).toBe(1024);
    expect(events.isFull).toBe(true);
    events.take();
    expect(events.isFull).toBe(false);
  });
});
