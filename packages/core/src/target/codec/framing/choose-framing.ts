import type { FramingFactory } from './framing.ts';
import { NdjsonFraming } from './ndjson.ts';
import { SseFraming } from './sse.ts';
import { WholeBodyFraming } from './whole-body.ts';

/** How the events of an answer are set apart. */
export type FramingKind = 'sse' | 'ndjson' | 'whole-body';

const KIND_BY_MEDIA_TYPE: ReadonlyMap<string, FramingKind> = new Map([
  ['text/event-stream', 'sse'],
  ['application/x-ndjson', 'ndjson'],
  ['application/ndjson', 'ndjson'],
  ['application/jsonl', 'ndjson'],
  ['application/json', 'whole-body'],
]);

const FRAMINGS: Readonly<Record<FramingKind, FramingFactory>> = Object.freeze({
  sse: (onEvent) => new SseFraming(onEvent),
  ndjson: (onEvent) => new NdjsonFraming(onEvent),
  'whole-body': (onEvent) => new WholeBodyFraming(onEvent),
});

/**
 * What the answer says that it is counts, not what was asked for: servers answer a request for events with a body in one.
 * @param fallback for a media type that says nothing
 */
export function chooseFraming(contentType: string, fallback: FramingKind): FramingFactory {
  const [mediaType = ''] = contentType.split(';');
  return FRAMINGS[KIND_BY_MEDIA_TYPE.get(mediaType.trim().toLowerCase()) ?? fallback];
}
