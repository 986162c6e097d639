import type { PhaseResult, RunResults } from '../../../src/report/results/run-results.ts';

/** The measurements of each phase, and of each of its stages. */
export function measuredOf({ results }: { readonly results: RunResults }) {
  return results.phases.flatMap(({ name: phase, measurements, stages }) => [
    { phase, stage: undefined, measurements },
    ...stages.map((stage) => ({ phase, stage: stage.name, measurements: stage.measurements })),
  ]) satisfies {
    phase: string;
    stage: string | undefined;
    measurements: PhaseResult['measurements'];
  }[];
}
