import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ignoredByMessages,
  readMessagesEvent,
} from '../../../../src/target/codec/api/messages/read-messages.ts';
import { ignoredByOpenAi, readOpenAiEvent } from '../../../../src/target/codec/api/read-openai.ts';
import {
  ignoredByResponses,
  readResponsesEvent,
} from '../../../../src/target/codec/api/responses/read-responses.ts';
import type { DecodedResponse } from '../../../../src/target/codec/decoded-response.ts';
import { chooseFraming } from '../../../../src/target/codec/framing/choose-framing.ts';
import { ResponseDecoder } from '../../../../src/target/codec/response-decoder.ts';
import { chatEvent, DONE, usageEvent } from '../decode.ts';
import { readRecorded, type RecordedServer } from '../fixture.ts';

/** A response, and how many of its events were parsed. */
interface Decoded {
  readonly response: DecodedResponse;
  readonly parsed: number;
}

/** How each API reads events, and what it ignores of them. */
const READERS = {
  'openai-chat': { read: readOpenAiEvent, ignores: ignoredByOpenAi },
  'openai-responses': { read: readResponsesEvent, ignores: ignoredByResponses },
  'anthropic-messages': { read: readMessagesEvent, ignores: ignoredByMessages },
};

type ReadApi = keyof typeof READERS;

function decodeReads(
  reads: readonly Buffer[],
  recognizes: boolean,
  api: ReadApi = 'openai-chat',
): Decoded {
  let parsed = 0;
  const { read: readEvent, ignores } = READERS[api];
  const read = (event: unknown): ReturnType<typeof readOpenAiEvent> => {
    parsed += 1;
    return readEvent(event);
  };
  const framing = chooseFraming('text/event-stream', 'sse');
  const decoder = new ResponseDecoder(framing, read, recognizes ? { ignores } : {});
  for (const [index, bytes] of reads.entries()) {
    decoder.push(bytes, 1000 * (index + 1), 1000 * index + 500);
  }
  return { response: decoder.finish(true), parsed };
}

/** Fails unless a decoder that recognizes events decodes the same as one that parses every event. */
function expectSame(reads: readonly Buffer[], api?: ReadApi): void {
  expect(decodeReads(reads, true, api).response).toEqual(decodeReads(reads, false, api).response);
}

const RECORDED: readonly (readonly [RecordedServer, string, ReadApi])[] = [
  ['llama-server', 'chat-stream', 'openai-chat'],
  ['llama-server', 'chat-stream-over-long-prompt', 'openai-chat'],
  ['llama-server', 'completions-stream', 'openai-chat'],
  ['llama-server-current', 'chat-stream', 'openai-chat'],
  ['llama-server-current', 'chat-stream-end-token-first', 'openai-chat'],
  ['llama-server-current', 'chat-stream-logprobs', 'openai-chat'],
  ['llama-server-current', 'completions-stream', 'openai-chat'],
  ['ollama', 'openai-chat-stream', 'openai-chat'],
  ['vllm-server', 'chat-stream', 'openai-chat'],
  ['vllm-server', 'chat-stream-continuous-usage', 'openai-chat'],
  ['vllm-server', 'chat-stream-end-token-first', 'openai-chat'],
  ['vllm-server', 'chat-stream-logprobs', 'openai-chat'],
  ['vllm-server', 'chat-stream-two-choices', 'openai-chat'],
  ['vllm-server', 'completions-stream', 'openai-chat'],
  ['vllm-server', 'responses-stream', 'openai-responses'],
  ['vllm-server', 'messages-stream', 'anthropic-messages'],
];

/** The events of a stream, each with its blank line. */
function eventsOf(stream: Buffer): Buffer[] {
  return stream
    .toString('latin1')
    .split(/(?<=\n\n|\r\n\r\n)/)
    .map((event) => Buffer.from(event, 'latin1'));
}

describe('events recognized without parsing', () => {
  it.each(RECORDED)('decode %s %s as parsing does, split at any byte', (server, name, api) => {
    const { body } = readRecorded(name, server);
    expectSame([body], api);
    expectSame(eventsOf(body), api);
    for (let place = 1; place < body.length; place += 1) {
      expectSame([body.subarray(0, place), body.subarray(place)], api);
    }
  });

  it.each(RECORDED)(
    'decode %s %s as parsing does, with every byte changed',
    (server, name, api) => {
      const { body } = readRecorded(name, server);
      const events = eventsOf(body);
      // An event after that from which a pattern was learned.
      const at = Math.min(api === 'openai-chat' ? 3 : 6, events.length - 1);
      const event = events[at] ?? Buffer.alloc(0);
      for (let place = 0; place < event.length; place += 1) {
        for (const byte of ['"', '\\', '0', '}', '\n', '\u00FF']) {
          const changed = Buffer.from(event);
          changed.write(byte, place, 'latin1');
          expectSame([...events.slice(0, at), changed, ...events.slice(at + 1)], api);
        }
      }
    },
  );

  const plain = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 });
  const anyText = fc.oneof(plain, fc.string({ unit: 'grapheme', maxLength: 8 }));
  const tags = fc.constantFrom('<think>', '</think>', '<', 'think', '>', ' ', ':', 'content', '7');
  const more = fc.record(
    {
      created: fc.oneof(fc.nat(), fc.double(), fc.constant(-1)),
      sent_ns: fc.maxSafeNat(),
      usage: fc.oneof(fc.nat(), fc.constant({ completion_tokens: 3 })),
      error: fc.oneof(fc.constant(''), fc.nat(2)),
      system_fingerprint: plain,
    },
    { requiredKeys: ['sent_ns'] },
  );
  const delta = fc.oneof(
    { weight: 6, arbitrary: fc.record({ content: fc.oneof(plain, tags) }) },
    fc.record({ content: anyText }),
    fc.record({ role: fc.constant('assistant'), content: anyText }),
    fc.record({ reasoning_content: fc.oneof(plain, anyText) }),
    fc.record({ content: anyText, reasoning: anyText }),
    fc.record({ content: plain, refusal: fc.constantFrom('', 'no') }),
    fc.record({ tool_calls: fc.constant([{ index: 0, function: { arguments: '{' } }]) }),
    fc.constant({}),
  );
  const choice = fc.record(
    {
      finish_reason: fc.constantFrom(null, null, null, 'stop', 'error'),
      logprobs: fc.constant(null),
    },
    { requiredKeys: [] },
  );
  const event = fc.oneof(
    {
      weight: 12,
      arbitrary: fc.tuple(delta, choice, more).map(([said, extra, fields]) => {
        const text = chatEvent(said, extra);
        const json: unknown = JSON.parse(text.slice('data: '.length));
        return `data: ${JSON.stringify(Object.assign({}, json, fields))}\n\n`;
      }),
    },
    { weight: 3, arbitrary: plain.map((content) => chatEvent({ content })) },
    fc.constantFrom(
      ': ping\n\n',
      'event: error\n',
      'id: 1\n',
      '\n',
      'data: [DONE]\n\n',
      'data: x\n\n',
    ),
  );
  const stream = fc
    .tuple(fc.array(event, { maxLength: 24 }), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean())
    .map(([events, lineEnd, hasSpace]) => {
      const text = [...events, usageEvent(5, 3), DONE].join('').replaceAll('\n', lineEnd);
      return Buffer.from(hasSpace ? text : text.replaceAll('data: ', 'data:'));
    });

  it('decode generated streams as parsing does, however they are split', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 12 }), (bytes, places) => {
        expectSame(eventsOf(bytes));
        const cuts = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length];
        const sorted = cuts.toSorted((one, other) => one - other);
        expectSame(sorted.map((from, index) => bytes.subarray(from, sorted[index + 1])));
      }),
      { numRuns: 300 },
    );
  });

  it('are all but the first of a plain stream', () => {
    const words = Array.from({ length: 100 }, (_, index) => `word ${index}`);
    const events = words.map((content, index) =>
      Buffer.from(
        `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }], created: index })}\n\n`,
      ),
    );
    const { response, parsed } = decodeReads(events, true);
    expect(parsed).toBeLessThan(6);
    expect(response.text).toBe(words.join(''));
    expect(response.contentNs).toHaveLength(100);
  });

  it.each([
    ['openai-responses', 'response.output_text.delta', (text: string) => ({ delta: text })],
    [
      'anthropic-messages',
      'content_block_delta',
      (text: string) => ({ delta: { type: 'text_delta', text } }),
    ],
  ] as const)(
    'are all but the first of a stream of %s, whose events have names',
    (api, type, said) => {
      const events = Array.from({ length: 100 }, (_, index) => {
        const json = JSON.stringify({ type, sequence_number: index, ...said(`word ${index}`) });
        return Buffer.from(`event: ${type}\ndata: ${json}\n\n`);
      });
      const { response, parsed } = decodeReads([Buffer.concat(events)], true, api);
      expect(parsed).toBeLessThan(6);
      expect(response.text).toBe(events.map((_, index) => `word ${index}`).join(''));
      expect(response.contentNs).toHaveLength(100);
    },
  );

  it('are not looked for where each event differs in more than text', () => {
    const events = Array.from({ length: 100 }, (_, index) =>
      Buffer.from(chatEvent({ content: 'a' }, { logprob: index / 7 })),
    );
    // Each pattern that is tried costs one more reading.
    expect(decodeReads(events, true).parsed).toBeLessThan(110);
  });
});
