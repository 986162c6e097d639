import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodedResponse } from '../../../src/target/codec/decoded-response.ts';
import { decode, chatEvent, DONE, usageEvent, type Body } from './decode.ts';
import { readRecorded, type RecordedServer } from './fixture.ts';

/** Splits bytes at the given positions. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [0, ...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted(
    (a, b) => a - b,
  );
  return cuts.map((from, index) => bytes.subarray(from, cuts[index + 1] ?? bytes.length));
}

/** A response without its timestamps, which depend on the reads. */
function withoutTimestamps(response: DecodedResponse): unknown {
  const {
    contentNs,
    firstAnswerNs,
    firstAfterNs: _first,
    lastAfterNs: _last,
    boundedCount: _bounded,
    ...rest
  } = response;
  return { ...rest, contentCount: contentNs.length, hasAnswer: !Number.isNaN(firstAnswerNs) };
}

const arbitraryPlaces = fc.array(fc.nat(), { maxLength: 60 });

const arbitraryText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });

const arbitraryEvent = fc.oneof(
  arbitraryText.map((content) => chatEvent({ content })),
  arbitraryText.map((reasoning) => chatEvent({ reasoning_content: reasoning })),
  fc.constantFrom(': ping\n\n', chatEvent({ role: 'assistant', content: null }), chatEvent({})),
  fc.constant('data: {"broken"\n\n'),
);

/** A chat stream with LF or CRLF. */
const arbitraryStream = fc
  .tuple(fc.array(arbitraryEvent, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'))
  .map(([events, lineEnd]) =>
    Buffer.from([...events, usageEvent(5, 3), DONE].join('').replaceAll('\n', lineEnd)),
  );

describe('a body split at any byte', () => {
  it('gives the same response from a generated stream', () => {
    fc.assert(
      fc.property(arbitraryStream, arbitraryPlaces, (stream, places) => {
        const whole = decode({ reads: [stream] });
        const split = decode({ reads: cut(stream, places) });
        expect(withoutTimestamps(split)).toEqual(withoutTimestamps(whole));
      }),
    );
  });

  it('gives every event the timestamp of the read with its last byte', () => {
    const arbitraryTexts = fc.array(arbitraryText, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(arbitraryTexts, arbitraryPlaces, (texts, places) => {
        const events = texts.map((content) => Buffer.from(chatEvent({ content })));
        const reads = cut(Buffer.concat(events), places);
        const ends = reads.map((_, index) =>
          reads.slice(0, index + 1).reduce((sum, read) => sum + read.length, 0),
        );
        let eventEnd = 0;
        const wanted = events.map((event) => {
          eventEnd += event.length;
          return 1000 * (1 + ends.findIndex((end) => end >= eventEnd));
        });
        expect(Array.from(decode({ reads }).contentNs)).toEqual(wanted);
      }),
    );
  });

  it('gives the same response when read byte by byte, for every recorded stream', () => {
    const streams: readonly (readonly [string, Body['codec'], RecordedServer])[] = [
      ['chat-stream', 'openai-chat', 'llama-server'],
      ['chat-stream-over-long-prompt', 'openai-chat', 'llama-server'],
      ['completions-stream', 'openai-completions', 'llama-server'],
      ['native-completion-stream', 'llama-completion', 'llama-server'],
      ['responses-stream', 'openai-responses', 'vllm-server'],
      ['messages-stream', 'anthropic-messages', 'vllm-server'],
    ];
    for (const [name, codec = 'openai-chat', server] of streams) {
      const { body, contentType } = readRecorded(name, server);
      const whole = decode({ codec, contentType, reads: [body] });
      const bytes = Array.from(body, (_, index) => body.subarray(index, index + 1));
      expect(withoutTimestamps(decode({ codec, contentType, reads: bytes }))).toEqual(
        withoutTimestamps(whole),
      );
    }
  });

  it('never throws or hangs, whatever the bytes', () => {
    const arbitraryBytes = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));
    const contentTypes = fc.constantFrom(
      'text/event-stream',
      'application/x-ndjson',
      'application/json',
    );
    fc.assert(
      fc.property(arbitraryBytes, contentTypes, arbitraryPlaces, (bytes, contentType, places) => {
        const whole = decode({ contentType, reads: [bytes] });
        expect(withoutTimestamps(decode({ contentType, reads: cut(bytes, places) }))).toEqual(
          withoutTimestamps(whole),
        );
      }),
      { numRuns: 300 },
    );
  });
});
