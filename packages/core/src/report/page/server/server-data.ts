import { sumOf } from '../../../metric/server/gauge-levels.ts';
import {
  readingsOf,
  seriesOf,
  type ServerReadingAt,
  type ServerSeries,
} from '../../../metric/server/server-series.ts';
import type { PhaseStreams, RunStreams } from '../../../stream/phase-streams.ts';
import { lineOf } from '../line-data.ts';
import { packNumbers } from '../pack-numbers.ts';
import type { PageSeries, PageServer } from '../page-data.ts';
import type { LineStretch } from '../thin-line.ts';

/** Maximum points per line. */
const MAX_POINTS = 4000;

/** Resolution of request counts, and of shares. */
const QUANTUM = 1e-4;

/** Requests in the server and its KV cache usage, as it reported them. Pure. */
export function serverData({ phases, beganNs }: RunStreams): PageServer {
  const draw = (label: string, stretches: readonly LineStretch[]): PageSeries | undefined =>
    lineOf(label, stretches, beganNs, MAX_POINTS, (values) => packNumbers(values, QUANTUM));
  const sumOverEngines = (label: string, quantity: string): PageSeries | null => {
    const stretches = phases.map((phase) =>
      stretchOf(sumOf(seriesOf(phase, quantity).map((series) => valuesOf(phase, series)))),
    );
    return draw(label, stretches) ?? null;
  };
  return {
    running: sumOverEngines('running', 'requestsRunning'),
    waiting: sumOverEngines('waiting', 'requestsWaiting'),
    kvCacheUsage: [...byLabels(phases, 'kvCacheUsage')].flatMap(
      ([label, stretches]) => draw(label, stretches) ?? [],
    ),
  };
}

/** For each set of labels, one stretch per phase. */
function byLabels(phases: readonly PhaseStreams[], quantity: string): Map<string, LineStretch[]> {
  const lines = new Map<string, LineStretch[]>();
  for (const phase of phases) {
    for (const series of seriesOf(phase, quantity)) {
      const stretch = stretchOf(valuesOf(phase, series));
      const label = labelOf(series);
      lines.set(label, [...(lines.get(label) ?? []), stretch]);
    }
  }
  return lines;
}

function labelOf({ labels, endpoint }: ServerSeries): string {
  const text = Object.entries(labels).map(([name, value]) => `${name} ${value}`);
  const place = endpoint === 0 ? [] : [`endpoint ${endpoint}`];
  return [...place, ...text].join(', ') || 'in use';
}

function valuesOf(phase: PhaseStreams, series: ServerSeries): ServerReadingAt[] {
  return readingsOf(phase, series, '', { fromNs: phase.beganNs, toNs: phase.endedNs });
}

function stretchOf(readings: readonly ServerReadingAt[]): LineStretch {
  return {
    timeNs: Float64Array.from(readings, ({ atNs }) => atNs),
    value: Float64Array.from(readings, ({ value }) => value),
  };
}
