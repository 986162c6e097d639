import { SEVERITIES, type Recommendation } from './recommendation.ts';
import { FINDINGS } from './all-findings.ts';
import type { RunView } from './finding.ts';

/** The findings of a run by severity, then in the order of phases, stages and {@link FINDINGS}. */
export function recommend(run: RunView): Recommendation[] {
  const { phases: results } = run.results;
  const phases = results.map(({ name }) => name);
  const placeOf = ({ phase }: Recommendation): number =>
    phase === undefined ? -1 : phases.indexOf(phase);
  const stageOf = ({ phase, stage }: Recommendation): number => {
    const stages = results.find(({ name }) => name === phase)?.stages ?? [];
    return stages.findIndex(({ name, level }) => name === stage || level?.sweep === stage);
  };
  return FINDINGS.flatMap(({ name, section, look }) =>
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
