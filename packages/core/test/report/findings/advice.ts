import type { RunToConclude } from '../../../src/report/results/conclude-run.ts';
import {
  describeGroup,
  groupRecommendations,
  type Severity,
} from '../../../src/report/findings/recommendation.ts';
import type { FindingDefinition } from '../../../src/report/findings/finding.ts';
import type { PhaseStreams } from '../../../src/stream/phase-streams.ts';
import type { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

/** What is found by one definition in built phases, as text, one entry per finding, from a whole conclusion. */
export function adviceOn(
  definition: FindingDefinition,
  phases: readonly PhaseStreams[],
  given: Partial<RunToConclude> = {},
): string[] {
  const found = concluded(phases, given).recommendations.filter(
    (one) => one.rule === definition.name,
  );
  return groupRecommendations(found).map(describeGroup);
}

/** The severities of what is found in one phase. */
export function severities(
  definition: FindingDefinition,
  phase: PhaseBuilder,
  endMs = 5900,
): Severity[] {
  return concluded([phase.build(endMs)])
    .recommendations.filter((one) => one.rule === definition.name)
    .map(({ severity }) => severity);
}

/** The same for one phase. */
export function advice(
  definition: FindingDefinition,
  phase: PhaseBuilder,
  given: Partial<RunToConclude> = {},
  endMs = 5900,
): string[] {
  return adviceOn(definition, [phase.build(endMs)], given);
}
