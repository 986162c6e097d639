import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureOfResponse } from '../../../src/target/server/request/judge-response.ts';
import { decode } from './decode.ts';
import { FACTS } from './facts.ts';
import { readRecorded } from './fixture.ts';

const STREAMS = [
  ['responses-stream', 'openai-responses'],
  ['responses-tool-stream', 'openai-responses'],
  ['messages-stream', 'anthropic-messages'],
  ['messages-tool-stream', 'anthropic-messages'],
] as const;

describe.each(STREAMS)('%s', (name, codec) => {
  const { body, contentType } = readRecorded(name, 'vllm-server');

  function failureOf(bytes: Buffer) {
    const response = decode({ codec, contentType, reads: [bytes] });
    return failureOfResponse(FACTS, response, 64, (said) => said);
  }

  it('is a failure cut at any byte before the end of its last event', () => {
    const lastEvent = body.toString('latin1').trimEnd().length;
    for (let end = 1; end < lastEvent; end += 1) {
      expect(failureOf(body.subarray(0, end)), `${end} bytes`).toBeDefined();
    }
    expect(failureOf(body.subarray(0, lastEvent))).toBeUndefined();
  });

  it('is a failure without its last event, whatever else is lost', () => {
    const events = body.toString('latin1').split(/(?<=\n\n)/);
    const others = fc.subarray(events.slice(0, -1), { minLength: 1 });
    fc.assert(
      fc.property(others, (kept) => {
        expect(failureOf(Buffer.from(kept.join(''), 'latin1'))).toBeDefined();
      }),
    );
  });

  it('is decoded without throwing, whatever bytes are changed', () => {
    const places = fc.array(fc.tuple(fc.nat(body.length - 1), fc.nat(255)), { maxLength: 8 });
    fc.assert(
      fc.property(places, (changes) => {
        const changed = Buffer.from(body);
        for (const [place, byte] of changes) changed[place] = byte;
        const { contentNs, eventCount } = decode({ codec, contentType, reads: [changed] });
        expect(contentNs.length).toBeLessThanOrEqual(eventCount);
      }),
    );
  });
});
