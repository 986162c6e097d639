import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignLanes } from '../../../src/report/trace/assign-lanes.ts';

const stretches = fc.array(
  fc
    .tuple(fc.nat(50), fc.nat(20))
    .map(([beganNs, length]) => ({ beganNs, endedNs: beganNs + length })),
  { maxLength: 40 },
);

test('stretches in one lane never overlap', () => {
  fc.assert(
    fc.property(stretches, (all) => {
      const lanes = assignLanes(all);
      for (const [index, one] of all.entries()) {
        for (const [other, two] of all.entries()) {
          if (other <= index || lanes[index] !== lanes[other]) continue;
          expect(one.endedNs <= two.beganNs || two.endedNs <= one.beganNs).toBe(true);
        }
      }
    }),
  );
});

test('there are as many lanes as concurrent stretches', () => {
  const longer = stretches.map((all) => all.map((one) => ({ ...one, endedNs: one.endedNs + 1 })));
  fc.assert(
    fc.property(longer, (all) => {
      const atOnce = all.map(
        ({ beganNs }) =>
          all.filter((one) => one.beganNs <= beganNs && one.endedNs > beganNs).length,
      );
      expect(Math.max(0, ...assignLanes(all).map((lane) => lane + 1))).toBe(Math.max(0, ...atOnce));
    }),
  );
});
