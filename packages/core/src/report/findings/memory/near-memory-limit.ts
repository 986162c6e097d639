import type { PhaseResult } from '../../results/run-results.ts';
import { figure, inEachPhase, type FindingDefinition } from '../finding.ts';

/** A peak at or above this share of a limit is near it. */
export const NEAR_LIMIT = 0.85;

export const nearMemoryLimit: FindingDefinition = {
  name: 'near-memory-limit',
  meaning:
    'Peak memory came close to maxMemory or to a criterion on memory. A peak above the limit is in the verdict instead.',
  section: 'memory',
  look: inEachPhase(({ result }, { results: { config } }) => {
    const peak = result.metrics.memoryUsage.peak;
    const limit = Math.min(config.maxMemory ?? Number.POSITIVE_INFINITY, criterionLimit(result));
    if (!(peak >= NEAR_LIMIT * limit && peak <= limit)) return [];
    return [
      {
        severity: 'warning',
        finding: 'Memory came close to its limit',
        evidence: [
          figure('peak', 'bytes', peak),
          figure('limit', 'bytes', limit),
          figure('share', 'ratio', peak / limit),
        ],
        advice:
          'A longer context or one more concurrent request may cross it. Raise the limit, or lower the context length or the number of slots.',
      },
    ];
  }),
};

function criterionLimit(phase: PhaseResult): number {
  const limits = phase.criteria
    .filter((one) => one.metric === 'memoryUsage' && one.aggregate === 'max')
    .map((one) => one.threshold);
  return Math.min(...limits);
}
