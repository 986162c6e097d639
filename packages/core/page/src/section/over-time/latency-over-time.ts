import { formatMs, formatNumber } from '../../../../src/metric/format/format-value.ts';
import type { PageData } from '../../../../src/report/page/page-data.ts';
import { DECIMAL_INCREMENTS } from '../../chart/plot.ts';
import { makeTimeFigure, type TimeFigure } from '../../chart/time-figure.ts';
import { msLabel } from '../../data/format-axis.ts';
import { lineFromSteps, type Line } from '../../data/line.ts';
import { startMs, type RequestView } from '../../data/requests.ts';
import type { TimeGroup } from '../../data/time-group.ts';
import { element } from '../../dom.ts';
import type { Theme } from '../../theme.ts';

const TIMES = {
  axisFormat: msLabel,
  format: formatMs,
  increments: DECIMAL_INCREMENTS,
  height: 200,
};

/** TTFT of each measured request at its send time, one color per stage. */
export function firstTokenFigure(
  data: PageData,
  requests: readonly RequestView[],
  group: TimeGroup,
  theme: Theme,
): TimeFigure | undefined {
  const measured = requests.filter(({ isMeasured }) => isMeasured);
  const answered = measured.filter(
    ({ firstTokenMs, sentMs }) => !Number.isNaN(firstTokenMs - sentMs),
  );
  const failed = measured.filter(
    ({ outcome }) => !['ok', 'cancelled', 'abandoned'].includes(outcome),
  );
  if (answered.length === 0 && failed.length === 0) return undefined;
  const stages = [...new Set(answered.map(groupOf))];
  const lines: Line[] = [
    ...stages.map((stage, index) =>
      pointsOf(
        stage,
        answered.filter((one) => groupOf(one) === stage),
        ({ firstTokenMs, sentMs }) => firstTokenMs - sentMs,
        index,
      ),
    ),
    ...(failed.length === 0
      ? []
      : [
          pointsOf(
            'failed: time to failure',
            failed,
            (one) => (Number.isNaN(one.endMs) ? 0 : one.endMs - startMs(one)),
            stages.length + 1,
          ),
        ]),
  ];
  const { keptCount, recordedCount } = data.requests;
  const kept =
    keptCount === recordedCount
      ? `This file holds every request of the run (${formatNumber(recordedCount)}).`
      : `This file holds ${formatNumber(keptCount)} of ${formatNumber(recordedCount)} requests: the slowest and fastest successful one of each stretch of equal count, and failed or canceled ones (at most a quarter of the file). requests.arrows holds all.`;
  return makeTimeFigure(
    {
      ...TIMES,
      id: 'first-token-chart',
      title: 'TTFT',
      description: 'Time to first token of each measured request, at its send time.',
      lines,
      notes: [element('p', { class: 'note' }, kept)],
    },
    group,
    theme,
  );
}

/** The stage of a request, or its purpose outside stages; the levels of a sweep form one group. */
function groupOf({ stage, purpose }: RequestView): string {
  return stage === '' ? purpose : (stage.split('/')[0] ?? stage);
}

function pointsOf(
  label: string,
  requests: readonly RequestView[],
  valueOf: (request: RequestView) => number,
  color: number,
): Line {
  return {
    label,
    timeMs: Float64Array.from(requests, startMs),
    value: Float64Array.from(requests, valueOf),
    shape: 'points',
    color,
  };
}

/** Inter-token latency over time. */
export function gapFigure(
  { load }: PageData,
  group: TimeGroup,
  theme: Theme,
): TimeFigure | undefined {
  if (load === null) return undefined;
  const lines = [
    lineFromSteps('max', load, load.gapMaxMs, 1),
    lineFromSteps('median', load, load.gapMedianMs, 0),
  ];
  if (lines.every(({ value }) => value.every((one) => Number.isNaN(one)))) return undefined;
  return makeTimeFigure(
    {
      ...TIMES,
      id: 'gap-chart',
      title: 'ITL',
      description: `Inter-token latency of successful requests in steps of ${formatMs(load.stepMs)}: exact maximum, and median to within 1%.`,
      lines,
    },
    group,
    theme,
  );
}
