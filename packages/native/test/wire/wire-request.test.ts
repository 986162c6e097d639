import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { RequestEncoder, type WireRequest } from '../../src/wire/wire-request.ts';

const request: fc.Arbitrary<WireRequest> = fc.record(
  {
    id: fc.nat(),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    scheduledNs: fc.integer({ min: 1, max: 1e15 }),
    timeoutMs: fc.integer({ min: 1, max: 1e6 }),
    endpoint: fc.oneof(fc.nat({ max: 62 }), fc.constant('any' as const)),
  },
  { requiredKeys: ['id', 'bytes'] },
);

it('lists of requests are encoded completely, after any earlier list', () => {
  fc.assert(
    fc.property(fc.array(fc.array(request, { maxLength: 20 }), { maxLength: 10 }), (lists) => {
      const encoder = new RequestEncoder();
      for (const list of lists) {
        const { bytes, table } = encoder.encode(list, 7e9);
        expect(table).toHaveLength(list.length * 5);
        let start = 0;
        for (const [index, one] of list.entries()) {
          const [id, scheduledNs, timeoutNs, end = 0, endpoint] = table.subarray(index * 5);
          expect([id, scheduledNs, timeoutNs, endpoint]).toEqual([
            one.id,
            one.scheduledNs ?? Number.NaN,
            one.timeoutMs === undefined ? 7e9 : one.timeoutMs * 1e6,
            one.endpoint === 'any' ? Number.NaN : (one.endpoint ?? 0),
          ]);
          expect([...bytes.subarray(start, end)]).toEqual([...one.bytes]);
          start = end;
        }
        expect(start).toBe(bytes.length);
      }
    }),
  );
});

it('memory for a very large list is not kept', () => {
  const encoder = new RequestEncoder();
  const large = encoder.encode([{ id: 1, bytes: new Uint8Array(5 * 1024 * 1024) }], 1).bytes;
  const small = encoder.encode([{ id: 2, bytes: new Uint8Array(10) }], 1).bytes;
  expect(small.buffer).not.toBe(large.buffer);
  expect(small.buffer.byteLength).toBeLessThan(1000);
  expect(encoder.encode([{ id: 3, bytes: new Uint8Array(12) }], 1).bytes.buffer).toBe(small.buffer);
});
