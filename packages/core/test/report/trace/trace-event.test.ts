import * as fc from 'fast-check';
import * as z from 'zod';
import { expect, test } from 'vitest';
import { renderTraceEvent } from '../../../src/report/trace/trace-event.ts';

const Slice = z.object({ ts: z.number(), dur: z.number() });

test('timestamps are exact to the nanosecond, a month into a run', () => {
  const aMonthNs = 30 * 24 * 3600 * 1e9;
  fc.assert(
    fc.property(fc.nat(2 ** 31), fc.double({ min: 0, max: aMonthNs, noNaN: true }), (began, at) => {
      const sinceNs = Math.floor(at);
      const durationNs = began;
      const text = renderTraceEvent(
        {
          kind: 'slice',
          pid: 1,
          tid: 2,
          name: 'a',
          category: 'b',
          atNs: began + sinceNs,
          durationNs,
        },
        began,
      );
      const { ts, dur } = Slice.parse(JSON.parse(text.trimEnd().slice(0, -1)));
      expect(Math.round(ts * 1000)).toBe(sinceNs);
      expect(Math.round(dur * 1000)).toBe(durationNs);
    }),
  );
});
