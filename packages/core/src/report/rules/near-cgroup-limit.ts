import { NEAR_LIMIT } from './near-memory-limit.ts';
import { figure, inEachPhase, type Rule } from './rule.ts';
import { largestOf, valuesOf } from './survey-reading.ts';

/** A control group that is close to where the kernel kills. */
export const nearCgroupLimit: Rule = {
  name: 'near-cgroup-limit',
  severity: 'serious',
  section: 'memory',
  look: inEachPhase(({ streams }) => {
    // The lowest that it ever was.
    const limit = Math.min(...new Set(valuesOf(streams, 'cgroupMemory.limitBytes')));
    const used = largestOf(streams, 'cgroupMemory.currentBytes');
    if (!(used >= NEAR_LIMIT * limit)) return [];
    return [
      {
        finding: 'The control group came close to its limit, at which the kernel kills',
        evidence: [
          figure('used', 'bytes', used),
          figure('limit', 'bytes', limit),
          figure('share', 'ratio', used / limit),
        ],
        advice:
          'Page cache counts here and is given back under pressure, at the price of reading weights again: raise the limit, or load less.',
      },
    ];
  }),
};
