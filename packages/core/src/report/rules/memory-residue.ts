import { figure, inEachPhase, type Rule } from './rule.ts';

/** Residue that allocators keep for good reasons, bytes. */
const NEGLIGIBLE_BYTES = 16 * 2 ** 20;

/** Share of what the phase needed from which residue is worth a word. */
const SHARE = 0.1;

/** Memory that stayed after everything was released. */
export const memoryResidueLarge: Rule = {
  name: 'memory-residue',
  severity: 'notable',
  section: 'memory',
  look: inEachPhase(({ result: { metrics } }) => {
    const { baseline, peak, afterRelease } = metrics.memoryUsage;
    const residue = afterRelease - baseline;
    const needed = peak - baseline;
    if (!(residue > NEGLIGIBLE_BYTES && residue > SHARE * needed)) return [];
    return [
      {
        finding: 'Memory stayed after everything was released',
        evidence: [
          figure('stayed', 'bytes', residue),
          figure('of what the phase needed', 'ratio', residue / needed),
        ],
        advice:
          'Run the phase again in the same process: if it adds up, something is not released.',
      },
    ];
  }),
};
