import type { LoadCurveStep } from '../../metric/load-curve-schema.ts';
import { loadCurveText } from '../load-curve-rows.ts';
import type { RunResults } from '../results/run-results.ts';
import type { PageLoadCurve, PageLoadLevel } from './page-data.ts';

/** The curve of each phase that swept over rates or concurrencies. Pure. */
export function loadCurveData({ phases }: RunResults): PageLoadCurve[] {
  return phases.flatMap(({ name, loadCurve }) => {
    if (loadCurve === undefined) return [];
    const objectives = Object.entries(loadCurve.objectives);
    const names = objectives.map(([objective]) => objective);
    return [
      {
        phase: name,
        levelName: loadCurve.variable === 'rate' ? 'Requests a second' : 'Requests at once',
        ...loadCurveText(loadCurve),
        objectives: objectives.map(([objective, limitMs]) => ({ name: objective, limitMs })),
        levels: loadCurve.steps
          .toSorted((one, other) => one.level - other.level)
          .map((step) => levelOf(step, names)),
        highestMet: measured(loadCurve.highestMet),
      },
    ];
  });
}

function levelOf(step: LoadCurveStep, objectives: readonly string[]): PageLoadLevel {
  return {
    level: step.level,
    isMet: step.isMet,
    answeredPerSecond: measured(step.achievedPerSecond),
    goodPerSecond: measured(step.goodputPerSecond),
    p95Ms: objectives.map((name) => measured(step.latencies[name]?.p95 ?? Number.NaN)),
  };
}

function measured(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
