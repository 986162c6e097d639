import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { isFailedEnding } from '../../stream/stage/stage-ending.ts';
import type { Stage } from '../../stream/stage/stages.ts';
import { isGood, type Slos } from '../../stream/rows/request-slos.ts';
import { highestMet, lowestBroken } from '../../stream/stage/sweep-steps.ts';
import type { LevelResult, LoadCurve } from './load-curve-schema.ts';
import { slosOf } from './slos.ts';
import { isAttempted } from '../measure/service-requests.ts';

/**
 * The result of a level of a sweep; undefined for any other stage. Without SLOs every successful request counts as good.
 * A level that was cut off does not count as met, since the rest of it is unknown. A level ended by errors or an outage missed them.
 */
export function levelOf(phase: PhaseStreams, stage: Stage): LevelResult | undefined {
  const { level } = stage;
  if (level === undefined) return undefined;
  const { sweep, value, neededAttainment } = level;
  const attainment = attainmentOf(stage, slosOf(phase) ?? {});
  const hasBroken = isFailedEnding(stage.endedBy) || attainment < neededAttainment;
  return { sweep, value, attainment, isMet: stage.isWhole && !hasBroken };
}

/** Share of the attempted requests that met every SLO; 0 where there was none. */
function attainmentOf({ requests }: Stage, slos: Slos): number {
  let attempted = 0;
  let good = 0;
  for (const row of requests) {
    if (!isAttempted(row)) continue;
    attempted += 1;
    if (isGood(row, slos)) good += 1;
  }
  return attempted === 0 ? 0 : good / attempted;
}

/** The result of each sweep of a phase; the metrics of its levels are those of their stages. */
export function loadCurves(phase: PhaseStreams): LoadCurve[] {
  const levels = phase.stages.flatMap(({ level }) => level ?? []);
  const firsts = new Map(levels.toReversed().map((level) => [level.sweep, level]));
  return [...new Set(levels.map(({ sweep }) => sweep))].flatMap((sweep) => {
    const first = firsts.get(sweep);
    if (first === undefined) return [];
    const { parameter, neededAttainment } = first;
    const stages = phase.stages.filter(({ level }) => level?.sweep === sweep);
    // A level that was cut off has neither met nor missed the SLOs.
    const whole = stages.filter(({ isWhole }) => isWhole);
    const steps = whole.flatMap((stage) => {
      const level = levelOf(phase, stage);
      return level === undefined ? [] : [{ level: level.value, isMet: level.isMet }];
    });
    return [
      {
        sweep,
        parameter,
        slos: { ...slosOf(phase) },
        neededAttainment,
        highestMet: highestMet(steps),
        lowestBroken: lowestBroken(steps) ?? Number.NaN,
        levels: stages.map(({ name }) => name),
      },
    ];
  });
}
