import type { Recommendation } from './recommendation.ts';
import { RULES } from './rules/registry.ts';
import type { RuleInput } from './rules/rule.ts';

/** What the data advise, in the order of the rules. */
export function recommend(run: RuleInput): Recommendation[] {
  return RULES.flatMap(({ name, severity, section, look }) =>
    look(run).map((finding) => ({
      rule: name,
      severity,
      section,
      anchor: finding.phase === undefined ? section : `${section}-${finding.phase}`,
      ...finding,
    })),
  );
}
