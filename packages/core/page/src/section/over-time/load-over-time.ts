import {
  formatMs,
  formatNumber,
  formatPerSecond,
} from '../../../../src/metric/format/format-value.ts';
import type { PageData } from '../../../../src/report/page/page-data.ts';
import { DECIMAL_INCREMENTS } from '../../chart/plot.ts';
import { makeTimeFigure, type TimeFigure } from '../../chart/time-figure.ts';
import { numberLabel } from '../../data/format-axis.ts';
import { lineFromSteps } from '../../data/line.ts';
import type { TimeGroup } from '../../data/time-group.ts';
import { element } from '../../dom.ts';
import type { Theme } from '../../theme.ts';

/** Tokens, requests and failures per second, and requests in flight, over time. */
export function loadFigures({ load }: PageData, group: TimeGroup, theme: Theme): TimeFigure[] {
  if (load === null) return [];
  const rates = {
    height: 180,
    axisFormat: numberLabel,
    format: formatPerSecond,
    increments: DECIMAL_INCREMENTS,
  };
  const scope = `Measured requests and their warm-up, in steps of ${formatMs(load.stepMs)}`;
  const failures = lineFromSteps('failed', load, load.failuresPerSecond, 1);
  const hasFailures = failures.value.some((one) => one > 0);
  const tokens =
    load.tokensPerSecond === null
      ? undefined
      : makeTimeFigure(
          {
            ...rates,
            id: 'token-chart',
            title: 'Output tokens per second',
            description: `${scope}; tokens count when they arrive.`,
            lines: [lineFromSteps('tokens', load, load.tokensPerSecond, 2)],
          },
          group,
          theme,
        );
  const notes =
    load.tokensPerSecond === null
      ? [element('p', { class: 'note' }, `Tokens per second not drawn: ${load.tokensReason}.`)]
      : [];
  return [
    ...(tokens === undefined ? [] : [tokens]),
    makeTimeFigure(
      {
        ...rates,
        id: 'request-chart',
        title: 'Requests per second',
        description: `${scope}; requests count when they end.`,
        lines: [
          lineFromSteps('successful', load, load.requestsPerSecond, 0),
          ...(hasFailures ? [failures] : []),
        ],
        notes,
      },
      group,
      theme,
    ),
    makeTimeFigure(
      {
        ...rates,
        format: formatNumber,
        id: 'concurrency-chart',
        title: 'Requests in flight',
        description: `${scope}: average and maximum.`,
        lines: [
          lineFromSteps('max', load, load.concurrencyMax, 3),
          lineFromSteps('average', load, load.concurrency, 4),
        ],
      },
      group,
      theme,
    ),
  ];
}
