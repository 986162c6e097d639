import { figure, inEachPhase, type Rule } from './rule.ts';
import { largestTotalOf } from './survey-reading.ts';

/** Swap that is worth a word, bytes: a few idle pages are nothing. */
const NEGLIGIBLE_BYTES = 16 * 2 ** 20;

/** A target whose memory is on disk in part. */
export const swapInUse: Rule = {
  name: 'swap-in-use',
  severity: 'serious',
  section: 'memory',
  look: inEachPhase(({ streams }) => {
    const swapped = largestTotalOf(streams, 'processMemory.swapBytes');
    if (!(swapped > NEGLIGIBLE_BYTES)) return [];
    return [
      {
        finding: 'Part of the target was in swap',
        evidence: [figure('at most', 'bytes', swapped)],
        advice:
          'Every touch of it waits for the disk, and resident memory understates what is needed: give the machine more memory, or load less.',
      },
    ];
  }),
};
