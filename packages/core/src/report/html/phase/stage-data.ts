import {
  DASH,
  formatBytes,
  formatNumber,
  formatRatio,
  formatValue,
} from '../../../metric/format-value.ts';
import type { Aggregate } from '../../../metric/metric.ts';
import { metricNamed } from '../../../metric/registry.ts';
import { describeLevel, describeLoad } from '../../../metric/stage/describe-load.ts';
import { neededCount } from '../../../verdict/enough-samples.ts';
import { reportRows } from '../../report-rows.ts';
import type { PhaseResult } from '../../results/run-results.ts';
import type { StageResult } from '../../results/stage-result.ts';
import type { PageStage, PageStageFigures } from '../page-data.ts';
import { pageRows } from './criterion-rows.ts';
import { stageLines } from './stage-lines.ts';

/** A stage as text: its load, its figures, its criteria with the room left, and every metric of it. Pure. */
export function stageData(phase: PhaseResult, stage: StageResult): PageStage {
  const { criteria, measurements } = stage;
  const shown = phase.shown.filter((name) => metricNamed(name).of === 'stage');
  return {
    name: stage.name,
    load: describeLoad(stage.load),
    status: stage.success ? 'pass' : 'fail',
    level: levelOf(phase, stage),
    figures: figuresOf(stage),
    ...pageRows(criteria, reportRows({ ...phase, criteria, measurements, shown })),
    honesty: stageLines(stage),
    failures: stage.failures.map(({ kind, count, example }) => ({ kind, count, example })),
  };
}

function levelOf({ loadCurves, stages }: PhaseResult, { level }: StageResult): PageStage['level'] {
  const curve = loadCurves.find(({ sweep }) => sweep === level?.sweep);
  if (level === undefined || curve === undefined) return null;
  const { sweep, value, isMet } = level;
  const values = stages.flatMap((one) => (one.level?.sweep === sweep ? one.level.value : []));
  const best = Number.isNaN(curve.highestMet) ? Math.min(...values) : curve.highestMet;
  return {
    sweep,
    text: describeLevel({ parameter: curve.parameter, value }),
    isMet,
    isBest: value === best,
  };
}

function figuresOf(stage: StageResult): PageStageFigures {
  const { due, failed } = stage.requests;
  return {
    requests: formatNumber(due),
    requestThroughput: withUnit(stage, 'requestThroughput', 'req/s'),
    tokenThroughput: withUnit(stage, 'outputTokenThroughput', 'tok/s'),
    ttftP50: figure(stage, 'timeToFirstToken', 'p50'),
    ttftP99: figure(stage, 'timeToFirstToken', 'p99'),
    tpotP50: figure(stage, 'timePerOutputToken', 'p50'),
    latencyP50: figure(stage, 'responseLatency', 'p50'),
    latencyP99: figure(stage, 'responseLatency', 'p99'),
    failures: failed === 0 ? '0' : `${formatNumber(failed)} (${formatRatio(failed / due)})`,
    memoryPeak: formatBytes(stage.measurements['memoryUsage']?.max ?? Number.NaN),
  };
}

/** A dash where nothing was measured, nothing with too few samples, a word where the percentile is that of a failed request. */
function figure({ measurements }: StageResult, metric: string, aggregate: Aggregate): string {
  const measurement = measurements[metric];
  if (measurement === undefined || measurement.count === 0) return DASH;
  if (measurement.count < neededCount(aggregate)) return '';
  const value = measurement[aggregate];
  return value === Number.POSITIVE_INFINITY ? 'failed' : formatValue(measurement.unit, value);
}

function withUnit({ measurements }: StageResult, metric: string, unit: string): string {
  const value = measurements[metric]?.avg ?? Number.NaN;
  return Number.isNaN(value) ? DASH : `${formatNumber(value)} ${unit}`;
}
