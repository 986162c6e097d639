import type { FramingFactory } from './framing.ts';
import { SniffedFraming, type FramingKind } from './sniffed.ts';

const KIND_BY_MEDIA_TYPE: ReadonlyMap<string, FramingKind> = new Map([
  ['text/event-stream', 'sse'],
  ['application/x-ndjson', 'ndjson'],
  ['application/ndjson', 'ndjson'],
  ['application/jsonl', 'ndjson'],
  ['application/json', 'whole-body'],
  ['text/html', 'html'],
  ['application/xhtml+xml', 'html'],
]);

/**
 * The response's media type counts, not the requested one: servers may answer a request for events with one body.
 * The first bytes decide in the end, since servers and proxies also send events as JSON and JSON as events.
 * @param fallback for an inconclusive media type
 */
export function chooseFraming(
  contentType: string,
  fallback: Exclude<FramingKind, 'html'>,
): FramingFactory {
  const declared = KIND_BY_MEDIA_TYPE.get(contentType) ?? kindOf(contentType) ?? fallback;
  return (onEvent) => new SniffedFraming(declared, onEvent);
}

function kindOf(contentType: string): FramingKind | undefined {
  const [mediaType = ''] = contentType.split(';');
  return KIND_BY_MEDIA_TYPE.get(mediaType.trim().toLowerCase());
}
