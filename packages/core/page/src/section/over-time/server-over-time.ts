import { formatNumber, formatRatio } from '../../../../src/metric/format/format-value.ts';
import type { PageData } from '../../../../src/report/page/page-data.ts';
import { DECIMAL_INCREMENTS } from '../../chart/plot.ts';
import { makeTimeFigure, type TimeFigure } from '../../chart/time-figure.ts';
import { numberLabel } from '../../data/format-axis.ts';
import { lineFromSeries } from '../../data/line.ts';
import type { TimeGroup } from '../../data/time-group.ts';
import type { Theme } from '../../theme.ts';

/** Requests in the server and its KV cache usage, as it reports them; empty when it reports neither. */
export function serverFigures({ server }: PageData, group: TimeGroup, theme: Theme): TimeFigure[] {
  const levels = [server.running, server.waiting].filter((line) => line !== null);
  const shape = { height: 180, increments: DECIMAL_INCREMENTS };
  const requests =
    levels.length === 0
      ? []
      : [
          makeTimeFigure(
            {
              ...shape,
              id: 'server-requests-chart',
              title: 'Requests in the server',
              description: 'Reported by the server, read once per second.',
              axisFormat: numberLabel,
              format: formatNumber,
              lines: levels.map(lineFromSeries),
            },
            group,
            theme,
          ),
        ];
  const cache =
    server.kvCacheUsage.length === 0
      ? []
      : [
          makeTimeFigure(
            {
              ...shape,
              id: 'server-kv-cache-chart',
              title: 'KV cache usage of the server',
              description: 'Share in use, reported by the server, read once per second.',
              axisFormat: formatRatio,
              format: formatRatio,
              lines: server.kvCacheUsage.map(lineFromSeries),
            },
            group,
            theme,
          ),
        ];
  return [...requests, ...cache];
}
