import { figure, inEachPhase, type Rule } from '../rule.ts';
import { growthIn, largestOf, largestTotalOf, valuesOf } from '../survey-reading.ts';
import { NEAR_LIMIT } from './near-memory-limit.ts';

const FINDING = 'Memory came close to the cgroup limit (OOM kill)';

/**
 * A control group near its limit. What the kernel cannot reclaim there is critical; where it had to reclaim to stay below,
 * times include that; page cache alone fills every group of a server that maps its weights, and is a fact.
 */
export const nearCgroupLimit: Rule = {
  name: 'near-cgroup-limit',
  section: 'memory',
  look: inEachPhase(({ streams }) => {
    // The lowest that it ever was.
    const limit = Math.min(...new Set(valuesOf(streams, 'cgroupMemory.limitBytes')));
    const used = largestOf(streams, 'cgroupMemory.currentBytes');
    if (!(used >= NEAR_LIMIT * limit)) return [];
    const anonymous = largestTotalOf(streams, 'processMemory.anonBytes');
    const reclaims = growthIn(streams, 'cgroupMemory.limitHits');
    const isHeld = Number.isNaN(anonymous) || anonymous >= NEAR_LIMIT * limit;
    const wasKilled = growthIn(streams, 'cgroupMemory.oomKills') > 0;
    return [
      {
        severity: isHeld || wasKilled ? 'critical' : reclaims > 0 ? 'warning' : 'note',
        finding: FINDING,
        evidence: [
          figure('used', 'bytes', used),
          figure('limit', 'bytes', limit),
          figure('share', 'ratio', used / limit),
          ...(Number.isNaN(anonymous) ? [] : [figure('anonymous', 'bytes', anonymous)]),
          ...(reclaims > 0 ? [figure('limit hits', 'count', reclaims)] : []),
        ],
        advice:
          'This includes page cache, which the kernel can reclaim at the cost of rereading weights. Raise the limit or load less.',
      },
    ];
  }),
};
