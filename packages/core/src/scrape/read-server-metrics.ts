import { parseExposition } from './exposition/parse-exposition.ts';
import { unwrapBody } from './exposition/unwrap-body.ts';
import { readMap } from './map/read-map.ts';
import { isMapped, recognizeServers } from './map/registry.ts';
import type { ServerReading } from './server-reading.ts';

/**
 * Reads the metrics that an inference server returns for `GET /metrics`, in Loadcell's units. Any text has a result: lines and
 * series that cannot be read are skipped and counted.
 * @param text the body, decoded; Prometheus text 0.0.4 or 1.0.0, or OpenMetrics 1.0
 * @param contentType value of the header, empty without one
 * @returns the reading, or what the body is instead
 */
export function readServerMetrics(
  text: string,
  contentType: string,
): ServerReading | { readonly unreadable: string } {
  const body = unwrapBody(text);
  if ('unreadable' in body) return body;
  const exposition = parseExposition(body.text, contentType, isMapped);
  const [map, ...others] = recognizeServers([...exposition.families.keys()]);
  if (map === undefined) return { unreadable: 'no metrics of a known server' };
  const reading = readMap(map, exposition);
  if (others.length === 0) return reading;
  const note = `metrics of ${others.map(({ server }) => server).join(', ')} in the same body are ignored`;
  return { ...reading, notes: [...reading.notes, note] };
}
