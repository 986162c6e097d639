import { figure, inEachPhase, type FindingDefinition } from '../finding.ts';
import { largestTotalOf, smallestTotalOf } from '../survey-reading.ts';

/** Swap up to this is a few idle pages, bytes. */
const NEGLIGIBLE_BYTES = 16 * 2 ** 20;

/** From this share of the peak on, pages that the target needs are in swap. */
const SHARE = 0.05;

export const swapInUse: FindingDefinition = {
  name: 'swap-in-use',
  meaning:
    'A part of the target is in swap. A note where it is small and was swapped out before the phase, since nothing waits for it.',
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
