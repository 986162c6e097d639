import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TransportRecord } from '../../../src/target/transport/transport.ts';
import { TRANSPORT_FAILURE_KINDS } from '../../../src/target/transport/transport-failure.ts';
import {
  buffersOf,
  readRecordBatch,
  RecordBatchSchema,
  RecordBatchWriter,
} from '../../../src/target/transport/undici/record-batch.ts';

const stamped = { id: fc.nat(), atNs: fc.double({ noNaN: true, min: 0, max: 2 ** 53 }) };

const arbitraryRecord: fc.Arbitrary<TransportRecord> = fc.oneof(
  fc.record({ kind: fc.constantFrom('begun', 'connected', 'sent', 'departed', 'end'), ...stamped }),
  fc.record({
    kind: fc.constant('head'),
    ...stamped,
    status: fc.integer({ min: 200, max: 599 }),
    headers: fc.array(fc.tuple(fc.string(), fc.string())).map((entries) => new Map(entries)),
  }),
  fc.record({
    kind: fc.constant('body'),
    ...stamped,
    bytes: fc.uint8Array({ maxLength: 40 }),
    isDelayed: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('failed'),
    ...stamped,
    failure: fc.record({
      kind: fc.constantFrom(...TRANSPORT_FAILURE_KINDS),
      message: fc.string(),
    }),
  }),
);

describe('a batch of records', () => {
  it('keeps its records across threads', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRecord, { maxLength: 30 }), (records) => {
        const writer = new RecordBatchWriter();
        for (const record of records) writer.add(record);
        const batch = writer.take();
        const crossed = structuredClone(batch, { transfer: buffersOf(batch) });
        expect(readRecordBatch(RecordBatchSchema.parse(crossed))).toEqual(records);
        expect(writer.isEmpty).toBe(true);
      }),
    );
  });

  it('is rejected when its columns are inconsistent', () => {
    const writer = new RecordBatchWriter();
    writer.add({ kind: 'head', id: 1, atNs: 1, status: 200, headers: new Map() });
    expect(() => readRecordBatch({ ...writer.take(), details: [] })).toThrow(RangeError);
  });
});
