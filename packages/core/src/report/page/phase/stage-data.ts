import { shownStage } from '../../rows/stage/shown-stage.ts';
import {
  DASH,
  formatBytes,
  formatNumber,
  formatRatio,
} from '../../../metric/format/format-value.ts';
import { describeLevel } from '../../../metric/format/describe-load.ts';
import { describeEnding } from '../../../stream/stage/describe-ending.ts';
import type { PhaseResult } from '../../results/run-results.ts';
import type { StageResult } from '../../results/stage-result.ts';
import { groupTables } from '../../rows/groups/group-tables.ts';
import { homelessCriteria } from '../../rows/stage/absent-lines.ts';
import { describeEnded } from '../../rows/stage/describe-decided.ts';
import { metricLabels } from '../../rows/stage/metric-labels.ts';
import { stageLines } from '../../rows/stage/stage-lines.ts';
import { STAGE_COLUMNS, stageTable, type StageRow } from '../../rows/stage/stage-rows.ts';
import type { PageStage, PageStageFigures, PageStageRow } from '../page-data.ts';
import { criterionRows } from './criterion-rows.ts';

/** A stage as text: its load, figures, criteria with margins, and every metric. Pure. */
export function stageData(phase: PhaseResult, stage: StageResult): PageStage {
  const level = levelOf(phase, stage);
  // A criterion of a sweep without a met level is shown at the level that represents the sweep.
  const ofSweep =
    level?.isBest === true
      ? homelessCriteria(phase).filter((one) => one.stage === level.sweep)
      : [];
  return {
    name: stage.name,
    load: describeEnded(stage).join(', '),
    ending: stage.endedBy === undefined ? '' : describeEnding(stage.endedBy),
    status: shownStage(stage),
    level,
    figures: figuresOf(stage),
    criteria: criterionRows(phase, [...stage.criteria, ...ofSweep], stage.measurements),
    metrics: metricRows(stage, phase.shown),
    groups: groupTables(stage),
    dataQuality: stageLines(phase, stage),
    failures: stage.failures,
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

/** The latencies of the first screen. */
const LATENCIES = ['timeToFirstToken', 'timePerOutputToken', 'responseLatency'] as const;

function figuresOf(stage: StageResult): PageStageFigures {
  const { due, failed } = stage.requests;
  const { rows } = stageTable({ ...stage, criteria: [] }, LATENCIES);
  const cell = (metric: (typeof LATENCIES)[number], column: keyof StageRow['cells']): string =>
    rows.find((row) => row.metric === metric)?.cells[column] ?? DASH;
  return {
    requests: formatNumber(due),
    requestThroughput: withUnit(stage, 'requestThroughput', 'req/s'),
    tokenThroughput: tokensOrItems(stage),
    ttftP50: cell('timeToFirstToken', 'p50'),
    ttftP99: cell('timeToFirstToken', 'p99'),
    tpotP50: cell('timePerOutputToken', 'p50'),
    latencyP50: cell('responseLatency', 'p50'),
    latencyP99: cell('responseLatency', 'p99'),
    failures: failed === 0 ? '0' : `${formatNumber(failed)} (${formatRatio(failed / due)})`,
    memoryPeak: formatBytes(stage.measurements['memoryUsage']?.max ?? Number.NaN),
  };
}

/** Results of inputs have no output tokens. */
function tokensOrItems(stage: StageResult): string {
  const items = withUnit(stage, 'itemThroughput', 'items/s');
  return items === DASH ? withUnit(stage, 'outputTokenThroughput', 'tok/s') : items;
}

function withUnit({ measurements }: StageResult, metric: string, unit: string): string {
  const value = measurements[metric]?.avg ?? Number.NaN;
  return Number.isNaN(value) ? DASH : `${formatNumber(value)} ${unit}`;
}

/** Every metric of requests; unmeasured ones are grouped by reason. */
function metricRows(stage: StageResult, shown: readonly string[]): PageStageRow[] {
  const { rows, unmeasured } = stageTable({ ...stage, criteria: [] }, shown);
  return [
    ...rows.map(({ label, value, cells, remark }) => ({
      name: label,
      value,
      percentiles: STAGE_COLUMNS.map((column) => cells[column]),
      remark,
    })),
    ...unmeasured.map(({ metrics, reason }) => ({
      name: metricLabels(metrics),
      value: DASH,
      percentiles: STAGE_COLUMNS.map(() => ''),
      remark: `not measured: ${reason}`,
    })),
  ];
}
