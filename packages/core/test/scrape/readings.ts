import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { QuantityName } from '../../src/scrape/quantities.ts';
import { readServerMetrics } from '../../src/scrape/read-server-metrics.ts';
import type { SeriesReading, ServerReading } from '../../src/scrape/server-reading.ts';

/** Body of a response that a real server gave to `GET /metrics` or `/slots`. */
export function recordedBody(server: string, name: string): string {
  const url = new URL(`../../../../test/fixtures/${server}/${name}.http`, import.meta.url);
  const text = readFileSync(url, 'utf8');
  return text.slice(text.indexOf('\r\n\r\n') + 4);
}

/** Metrics of a server that was not recorded, written by the specification of the map. */
export function madeUpBody(name: string): string {
  return readFileSync(new URL(`made-up/${name}.txt`, import.meta.url), 'utf8');
}

/** Reads a body of metrics, and fails the test when there are none. */
export function readingOf(text: string, contentType = 'text/plain; version=0.0.4'): ServerReading {
  const reading = readServerMetrics(text, contentType);
  if ('unreadable' in reading) return expect.unreachable(reading.unreadable);
  return reading;
}

/** The series of a quantity. */
export function seriesOf(reading: ServerReading, quantity: QuantityName): readonly SeriesReading[] {
  return reading.series.filter((series) => series.quantity === quantity);
}

/** The only series of a quantity. */
export function onlySeries(reading: ServerReading, quantity: QuantityName): SeriesReading {
  const [series, ...others] = seriesOf(reading, quantity);
  if (series === undefined || others.length > 0) {
    return expect.unreachable(`${quantity} has ${others.length} further series`);
  }
  return series;
}

/** Values of a quantity, by the values of the labels that split it. */
export function valuesOf(
  reading: ServerReading,
  quantity: QuantityName,
): Readonly<Record<string, number | undefined>> {
  return Object.fromEntries(
    seriesOf(reading, quantity).map(({ labels, value }) => [
      Object.values(labels).join(' '),
      value,
    ]),
  );
}
