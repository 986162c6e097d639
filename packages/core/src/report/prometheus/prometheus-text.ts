import { Counter, Gauge, Registry } from 'prom-client';
import { ATTRIBUTES, type Series, type SeriesUnit } from './series.ts';

/** Name suffixes of Prometheus, by unit. */
const SUFFIXES: Readonly<Record<SeriesUnit, string>> = {
  By: 'bytes',
  s: 'seconds',
  '1': 'ratio',
  '1/s': 'per_second',
  Hz: 'hertz',
  W: 'watts',
  Cel: 'celsius',
  J: 'joules',
  '{request}': '',
  '{token}': '',
  '{count}': '',
  '': '',
};

/** The Prometheus name of a series: its unit as a suffix, followed by `total` for a counter. */
export function prometheusName({ name, unit, kind }: Series): string {
  const base = name.replaceAll('.', '_');
  const suffix = SUFFIXES[unit];
  const withUnit = suffix === '' || base.endsWith(`_${suffix}`) ? base : `${base}_${suffix}`;
  return kind === 'counter' ? `${withUnit}_total` : withUnit;
}

/** Series in Prometheus text format. A series without points is omitted. */
export async function prometheusText(all: readonly Series[]): Promise<string> {
  // A new registry for each text, so that values of an earlier one do not persist.
  const registers = new Registry();
  for (const series of all) {
    if (series.points.length === 0) continue;
    const used = ATTRIBUTES.filter((name) => series.points.some((one) => name in one.attributes));
    const options = {
      name: prometheusName(series),
      help: series.description,
      labelNames: used,
      registers: [registers],
    };
    const metric = series.kind === 'counter' ? new Counter(options) : new Gauge(options);
    for (const { attributes, value } of series.points) {
      if (metric instanceof Counter) metric.inc(attributes, value);
      else metric.set(attributes, value);
    }
  }
  return registers.metrics();
}
