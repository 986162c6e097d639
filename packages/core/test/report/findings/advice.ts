import type { RunToConclude } from '../../../src/report/results/conclude-run.ts';
import {
  describeGroup,
  groupRecommendations,
  type Severity,
} from '../../../src/report/findings/recommendation.ts';
import type { Rule } from '../../../src/report/findings/finding.ts';
import type { PhaseStreams } from '../../../src/stream/phase-streams.ts';
import type { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

/** What one rule says of built phases, as text, an entry for each finding, by way of a whole conclusion. */
export function adviceOn(
  rule: Rule,
  phases: readonly PhaseStreams[],
  given: Partial<RunToConclude> = {},
): string[] {
  const found = concluded(phases, given).recommendations.filter((one) => one.rule === rule.name);
  return groupRecommendations(found).map(describeGroup);
}

/** How much what it says of one phase matters. */
export function severities(rule: Rule, phase: PhaseBuilder, endMs = 5900): Severity[] {
  return concluded([phase.build(endMs)])
    .recommendations.filter((one) => one.rule === rule.name)
    .map(({ severity }) => severity);
}

/** The same of one phase. */
export function advice(
  rule: Rule,
  phase: PhaseBuilder,
  given: Partial<RunToConclude> = {},
  endMs = 5900,
): string[] {
  return adviceOn(rule, [phase.build(endMs)], given);
}
