import { loadCurves } from '../../../metric/slo/load-curve.ts';
import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import { isProbe, type Stage } from '../../../stream/stage/stages.ts';

/**
 * The stages of a phase whose distributions are shown: those that are not probes, and of each sweep the highest level
 * that met the SLOs and the lowest that did not. Pure.
 */
export function shownStages(phase: PhaseStreams): Stage[] {
  const edges = new Set(
    loadCurves(phase).flatMap(({ sweep, highestMet, lowestBroken }) => [
      `${sweep} ${highestMet}`,
      `${sweep} ${lowestBroken}`,
    ]),
  );
  return phase.stages.filter(
    (stage) =>
      !isProbe(stage) || edges.has(`${stage.level?.sweep ?? ''} ${stage.level?.value ?? ''}`),
  );
}
