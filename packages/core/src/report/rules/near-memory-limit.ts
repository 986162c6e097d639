import { formatBytes, formatRatio } from '../../metric/format-value.ts';
import type { PhaseResult } from '../run-results.ts';
import type { Rule } from './rule.ts';

/** From this share of a limit on, a peak is near it. */
const NEAR = 0.85;

/** A peak that is within its limit, and close to it. Over the limit, the verdict says it already. */
export const nearMemoryLimit: Rule = {
  name: 'near-memory-limit',
  advise: ({ phases, config }) =>
    phases.flatMap((phase) => {
      const peak = phase.metrics.memoryUsage.peak;
      const limit = Math.min(config.maxMemory ?? Number.POSITIVE_INFINITY, criterionLimit(phase));
      if (!(peak >= NEAR * limit && peak <= limit)) return [];
      return [
        `${phase.name}: memory peaked at ${formatBytes(peak)}, ${formatRatio(peak / limit)} of the limit of ${formatBytes(limit)}. ` +
          'A longer context or one more request at once may cross it: leave room, or lower the context length or the number of slots.',
      ];
    }),
};

function criterionLimit(phase: PhaseResult): number {
  const limits = phase.criteria
    .filter((one) => one.metric === 'memoryUsage' && one.aggregate === 'max')
    .map((one) => one.threshold);
  return Math.min(...limits);
}
