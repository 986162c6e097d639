import { Counter, Gauge, Registry } from 'prom-client';
import { ATTRIBUTES, type Series, type SeriesUnit } from './series.ts';

/** What Prometheus has at the end of a name for a unit. */
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

/** The name of a series for Prometheus: its unit at the end, and `total` behind that of a counter. */
export function prometheusName({ name, unit, kind }: Series): string {
  const base = name.replaceAll('.', '_');
  const suffix = SUFFIXES[unit];
  const withUnit = suffix === '' || base.endsWith(`_${suffix}`) ? base : `${base}_${suffix}`;
  return kind === 'counter' ? `${withUnit}_total` : withUnit;
}

/** Series in the text format of Prometheus. A series without points is left out whole. */
export async function prometheusText(all: readonly Series[]): Promise<string> {
  // Of its own for each text: what was said before and is no longer known does not stay.
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
