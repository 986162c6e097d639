import { figure, inEachPhase, type Rule } from '../finding.ts';
import { largestTotalOf, smallestTotalOf } from '../survey-reading.ts';

/** Swap below this is a few idle pages, bytes. */
const NEGLIGIBLE_BYTES = 16 * 2 ** 20;

/** Share of what the target uses from which pages that it needs are among those in swap. */
const SHARE = 0.05;

/** A target whose memory is in swap in part. Idle pages that left long before the phase are a fact, and nothing waits for them. */
export const swapInUse: Rule = {
  name: 'swap-in-use',
  section: 'memory',
  look: inEachPhase(({ result: { metrics }, streams }) => {
    const swapped = largestTotalOf(streams, 'processMemory.swapBytes');
    if (!(swapped > NEGLIGIBLE_BYTES)) return [];
    const moved = swapped - smallestTotalOf(streams, 'processMemory.swapBytes');
    const matters = moved > NEGLIGIBLE_BYTES || !(swapped < SHARE * metrics.memoryUsage.peak);
    return [
      {
        severity: matters ? 'critical' : 'note',
        finding: 'Part of the target is in swap',
        evidence: [
          figure('max', 'bytes', swapped),
          figure('moved during the phase', 'bytes', moved),
        ],
        advice:
          'Access to it waits for the disk, and RSS understates the memory needed. Add memory or load less.',
      },
    ];
  }),
};
