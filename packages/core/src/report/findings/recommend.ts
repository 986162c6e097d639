import { SEVERITIES, type Recommendation } from './recommendation.ts';
import { RULES } from './all-findings.ts';
import type { RuleInput } from './finding.ts';

/** What the streams show, the gravest first, then in the order of the phases, of their stages and of the rules. */
export function recommend(run: RuleInput): Recommendation[] {
  const { phases: results } = run.results;
  const phases = results.map(({ name }) => name);
  const placeOf = ({ phase }: Recommendation): number => {
    if (phase === undefined) return -1;
    // A phase that was skipped has no results.
    return phases.includes(phase) ? phases.indexOf(phase) : phases.length;
  };
  const stageOf = ({ phase, stage }: Recommendation): number => {
    const stages = results.find(({ name }) => name === phase)?.stages ?? [];
    return stages.findIndex(({ name, level }) => name === stage || level?.sweep === stage);
  };
  return RULES.flatMap(({ name, section, look }) =>
    look(run).map((finding) => ({
      rule: name,
      section,
      anchor: [section, finding.phase, finding.stage]
        .filter((part) => part !== undefined)
        .join('-'),
      ...finding,
    })),
  ).toSorted(
    (one, other) =>
      SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
      placeOf(one) - placeOf(other) ||
      stageOf(one) - stageOf(other),
  );
}
