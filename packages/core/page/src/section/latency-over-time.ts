import { formatMs, formatNumber } from '../../../src/metric/format-value.ts';
import type { PageData } from '../../../src/report/html/page-data.ts';
import { DECIMAL_INCREMENTS } from '../chart/plot.ts';
import { makeTimeFigure, type TimeFigure } from '../chart/time-figure.ts';
import { msLabel } from '../data/format-axis.ts';
import { lineFromSteps, type Line } from '../data/line.ts';
import { startMs, type RequestView } from '../data/requests.ts';
import type { TimeGroup } from '../data/time-group.ts';
import { element } from '../dom.ts';
import type { Theme } from '../theme.ts';

const TIMES = {
  axisFormat: msLabel,
  format: formatMs,
  increments: DECIMAL_INCREMENTS,
  height: 200,
};

/** Time to first token of each request that users would have made, where it was sent. */
export function firstTokenFigure(
  data: PageData,
  requests: readonly RequestView[],
  group: TimeGroup,
  theme: Theme,
): TimeFigure | undefined {
  const service = requests.filter(({ isService }) => isService);
  const answered = service.filter(
    ({ firstTokenMs, sentMs }) => !Number.isNaN(firstTokenMs - sentMs),
  );
  const failed = service.filter(({ outcome }) => outcome !== 'ok' && outcome !== 'cancelled');
  if (answered.length === 0 && failed.length === 0) return undefined;
  const purposes = [...new Set(answered.map(({ purpose }) => purpose))];
  const lines: Line[] = [
    ...purposes.map((purpose, index) =>
      pointsOf(
        purpose,
        answered.filter((one) => one.purpose === purpose),
        ({ firstTokenMs, sentMs }) => firstTokenMs - sentMs,
        index,
      ),
    ),
    ...(failed.length === 0
      ? []
      : [
          pointsOf(
            'failed: time until it failed',
            failed,
            (one) => (Number.isNaN(one.endMs) ? 0 : one.endMs - startMs(one)),
            purposes.length + 1,
          ),
        ]),
  ];
  const { keptCount, recordedCount } = data.requests;
  const kept =
    keptCount === recordedCount
      ? `All requests of the run (${formatNumber(recordedCount)}) stand in this file.`
      : `${formatNumber(keptCount)} of ${formatNumber(recordedCount)} requests stand in this file: failed ones, and of each stretch of equal count the slowest and the fastest.`;
  return makeTimeFigure(
    {
      ...TIMES,
      id: 'first-token-chart',
      title: 'Time to first token',
      description: 'A point is a request, where it was sent.',
      lines,
      notes: [element('p', { class: 'note' }, kept)],
    },
    group,
    theme,
  );
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

/** Gaps between tokens over time. */
export function gapFigure(
  { load }: PageData,
  group: TimeGroup,
  theme: Theme,
): TimeFigure | undefined {
  if (load === null) return undefined;
  const lines = [
    lineFromSteps('longest', load, load.gapMaxMs, 1),
    lineFromSteps('median', load, load.gapMedianMs, 0),
  ];
  if (lines.every(({ value }) => value.every((one) => Number.isNaN(one)))) return undefined;
  return makeTimeFigure(
    {
      ...TIMES,
      id: 'gap-chart',
      title: 'Gaps between tokens',
      description: `Of answered requests, every ${formatMs(load.stepMs)}: the exact longest gap, and the median to within 1 %.`,
      lines,
    },
    group,
    theme,
  );
}
