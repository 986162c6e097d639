import { describe, expect, it } from 'vitest';
import {
  MAX_EVENT_BYTES,
  type FramedEvent,
  type Framing,
} from '../../../src/target/codec/framing/framing.ts';
import { NdjsonFraming } from '../../../src/target/codec/framing/ndjson.ts';
import { SseFraming } from '../../../src/target/codec/framing/sse.ts';

const SMALL = 'after';

const FRAMINGS = {
  sse: {
    make: (onEvent: (event: FramedEvent) => void): Framing => new SseFraming(onEvent),
    write: (data: string): string => `data: ${data}\n\n`,
  },
  ndjson: {
    make: (onEvent: (event: FramedEvent) => void): Framing => new NdjsonFraming(onEvent),
    write: (data: string): string => `${data}\n`,
  },
} as const;

/** Sizes of the events that a framing finds in reads of a given size, and its other findings. */
function found(name: keyof typeof FRAMINGS, bytes: number, readBytes: number): unknown[] {
  const { make, write } = FRAMINGS[name];
  const events: unknown[] = [];
  const framing = make((event) => events.push('data' in event ? event.data.length : event.kind));
  const body = write('x'.repeat(bytes)) + write(SMALL);
  for (let at = 0; at < body.length; at += readBytes) {
    framing.push(body.slice(at, at + readBytes));
  }
  framing.finish(true);
  return events;
}

describe.each(['sse', 'ndjson'] as const)('a %s event', (name) => {
  it.each([
    ['one read', Infinity],
    ['reads of 1 MiB', 2 ** 20],
    ['reads of 64 KiB', 2 ** 16],
  ])('is accepted up to the limit and rejected beyond it in %s', (_name, readBytes) => {
    expect(found(name, 16_000_000, readBytes)).toEqual([16_000_000, SMALL.length]);
    expect(found(name, MAX_EVENT_BYTES, readBytes)).toEqual([MAX_EVENT_BYTES, SMALL.length]);
    expect(found(name, MAX_EVENT_BYTES + 1, readBytes)).toEqual(['too-large']);
  });
});
