import type { LoadCurve } from '../../../metric/slo/load-curve-schema.ts';
import type { PhaseResult } from '../../results/run-results.ts';
import type { StageResult } from '../../results/stage-result.ts';

/** What a report shows of the loads of a phase: a stage, or a sweep with all of its levels. */
export type StagePart =
  | { readonly kind: 'stage'; readonly stage: StageResult }
  | { readonly kind: 'sweep'; readonly curve: LoadCurve; readonly levels: readonly StageResult[] };

/** The stages of a phase in the order in which they began, the levels of each sweep together. */
export function stageParts({ stages, loadCurves }: PhaseResult): StagePart[] {
  const shown = new Set<string>();
  return stages.flatMap((stage): StagePart[] => {
    const { level } = stage;
    if (level === undefined) return [{ kind: 'stage', stage }];
    const curve = loadCurves.find(({ sweep }) => sweep === level.sweep);
    if (curve === undefined || shown.has(level.sweep)) return [];
    shown.add(level.sweep);
    const levels = stages.filter((one) => one.level?.sweep === level.sweep);
    return [{ kind: 'sweep', curve, levels }];
  });
}
