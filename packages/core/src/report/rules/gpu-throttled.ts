import { figure, inEachPhase, type Rule } from './rule.ts';
import { valuesOf } from './survey-reading.ts';

/** Reasons of NVML for lower clocks that are no choice of anybody, by their bit. */
const REASONS: readonly (readonly [bit: number, name: string])[] = [
  [0x4, 'power cap'],
  [0x8, 'hardware slowdown'],
  [0x20, 'temperature, by the driver'],
  [0x40, 'temperature, by the hardware'],
  [0x80, 'power brake'],
];

/** Share of the readings from which lower clocks colour the result. */
const SHARE = 0.05;

/** A GPU that ran below its clocks, for a reason that lies in the machine. */
export const gpuThrottled: Rule = {
  name: 'gpu-throttled',
  severity: 'serious',
  section: 'environment',
  look: inEachPhase(({ streams }) => {
    const readings = valuesOf(streams, 'gpuClocks.throttleReasons');
    const shares = REASONS.map(([bit, name]) => {
      const held = readings.filter((reasons) => Math.floor(reasons / bit) % 2 === 1);
      return { name, share: held.length / readings.length };
    }).filter(({ share }) => share > SHARE);
    if (shares.length === 0) return [];
    return [
      {
        finding: 'The GPU held its clocks down',
        evidence: shares.map(({ name, share }) => figure(name, 'ratio', share)),
        advice:
          'Times and throughput are those of a slower GPU: cool it, raise its power limit, or lock the clocks for runs that are compared.',
      },
    ];
  }),
};
