import { SEVERITIES, type Recommendation } from './recommendation.ts';
import { RULES } from './rules/registry.ts';
import type { RuleInput } from './rules/rule.ts';

/** What the streams show, the gravest first, then in the order of the phases and of the rules. */
export function recommend(run: RuleInput): Recommendation[] {
  const phases = run.results.phases.map(({ name }) => name);
  const placeOf = ({ phase }: Recommendation): number => {
    if (phase === undefined) return -1;
    // A phase that was skipped has no results.
    return phases.includes(phase) ? phases.indexOf(phase) : phases.length;
  };
  return RULES.flatMap(({ name, section, look }) =>
    look(run).map((finding) => ({
      rule: name,
      section,
      anchor: finding.phase === undefined ? section : `${section}-${finding.phase}`,
      ...finding,
    })),
  ).toSorted(
    (one, other) =>
      SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
      placeOf(one) - placeOf(other),
  );
}
