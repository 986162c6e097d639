import { describe } from 'vitest';
import { chatEvent, DONE, usageEvent } from './decode.ts';
import { testShapes, type Shape } from './shape.ts';

const text = (content: string): string => chatEvent({ content });
const data = (event: unknown): string => `data: ${JSON.stringify(event)}\n\n`;
const END = chatEvent({}, { finish_reason: 'stop' });
const ONE = { content: [1], text: 'one' } as const;

/** A healthy chunk with a value in its `error` field. */
function withError(error: unknown): string {
  return data({ choices: [{ delta: { content: 'one' } }], error });
}

/** A stream of one token followed by an event. */
function failing(name: string, event: unknown, message: string): Shape {
  return {
    name,
    body: { reads: [text('one'), data(event)] },
    expected: { ...ONE, events: 2, ending: 'none', faults: [`error-event: ${message}`] },
  };
}

const ERRORS: readonly Shape[] = [
  ...[null, '', '  ', {}, [], 0, false, { message: '', code: null }].map((error) => ({
    name: `an error of ${JSON.stringify(error)} as no error`,
    body: { reads: [withError(error), END, DONE] },
    expected: { ...ONE, events: 3, finishReason: 'stop' },
  })),
  failing('an error with a code alone', { error: { code: 500 } }, '{"code":500}'),
  failing('an error in detail', { detail: 'Internal Server Error' }, 'Internal Server Error'),
  failing(
    'a validation error in detail, with its location',
    { detail: [{ loc: ['body', 'n'], msg: 'Extra inputs are not permitted', type: 'x' }] },
    'body.n: Extra inputs are not permitted',
  ),
  failing('an error as message and code', { message: 'overloaded', code: 503 }, 'overloaded'),
  failing(
    'an error as a message alone',
    { message: 'Internal server error' },
    'Internal server error',
  ),
  failing(
    'an error by its type',
    { type: 'error', error: { type: 'overloaded_error', message: 'busy' } },
    'busy',
  ),
  {
    name: 'a finish reason of error, with the error in its choice',
    body: {
      reads: [
        text('one'),
        chatEvent({}, { finish_reason: 'error', error: { code: 502, message: 'gone' } }),
        DONE,
      ],
    },
    expected: { ...ONE, events: 3, finishReason: 'error', faults: ['error-event: gone'] },
  },
  {
    name: 'a finish reason of error without a message',
    body: { reads: [text('one'), chatEvent({}, { finish_reason: 'error' }), DONE] },
    expected: {
      ...ONE,
      events: 3,
      finishReason: 'error',
      faults: ['error-event: finish_reason "error"'],
    },
  },
  {
    name: 'an error event with another name',
    body: { reads: [text('one'), 'event: server_error\ndata: out of memory\n\n'] },
    expected: { ...ONE, events: 2, ending: 'none', faults: ['error-event: out of memory'] },
  },
  {
    name: 'an empty error in a line of Ollama',
    body: {
      codec: 'ollama-generate',
      contentType: 'application/x-ndjson',
      reads: ['{"response":"one","done":false,"error":""}\n{"done":true,"eval_count":1}\n'],
    },
    expected: { ...ONE, events: 2, finishReason: 'stop', outputTokens: 1 },
  },
  {
    name: "an error in detail of llama.cpp's own completions",
    body: { codec: 'llama-completion', reads: ['data: {"detail":"slot is gone"}\n\n'] },
    expected: {
      content: [],
      text: '',
      events: 1,
      ending: 'none',
      faults: ['error-event: slot is gone'],
    },
  },
  {
    name: 'queue news as no error',
    body: { reads: [data({ status: 'queued', message: 'position 3' }), text('one'), DONE] },
    expected: { content: [2], text: 'one', events: 3 },
  },
];

const USAGES: readonly Shape[] = [
  ...[
    {},
    { completion_tokens: null },
    { completion_tokens: '40' },
    { completion_tokens: -1 },
    { completion_tokens: 1.5 },
  ].map((usage) => ({
    name: `a later usage of ${JSON.stringify(usage)} as not reported`,
    body: { reads: [text('one'), usageEvent(40, 10), data({ choices: [], usage }), DONE] },
    expected: { ...ONE, events: 4, outputTokens: 10 },
  })),
  {
    name: 'usage in every event, the last of which counts',
    body: {
      reads: [0, 1, 2].map((tokens) =>
        data({
          choices: [{ delta: { content: tokens === 0 ? '' : 'a' } }],
          usage: { prompt_tokens: 9, completion_tokens: tokens },
        }),
      ),
      isComplete: true,
    },
    expected: { content: [2, 3], text: 'aa', events: 3, ending: 'none', outputTokens: 2 },
  },
  {
    name: 'usage of a choice',
    body: {
      reads: [
        data({ choices: [{ delta: { content: 'one' }, usage: { completion_tokens: 4 } }] }),
        DONE,
      ],
    },
    expected: { ...ONE, events: 2, outputTokens: 4 },
  },
];

const KINDS: readonly Shape[] = [
  {
    name: 'events in application/json',
    body: { contentType: 'application/json', reads: ['da', `ta: ${text('one').slice(6)}`, DONE] },
    expected: { content: [2], text: 'one', events: 2 },
  },
  {
    name: 'a JSON value in text/event-stream, over several lines',
    body: {
      reads: ['{\n "choices": [{"message": {"content": "one"},', '\n "finish_reason": "stop"}]}\n'],
    },
    expected: { content: [2], text: 'one', events: 1, finishReason: 'stop' },
  },
  {
    name: 'lines of JSON in text/event-stream',
    body: {
      codec: 'ollama-generate',
      reads: ['{"response":"one","done":false}\n', '{"done":true,"done_reason":"stop"}\n'],
    },
    expected: { content: [1], text: 'one', events: 2, finishReason: 'stop' },
  },
  {
    name: 'lines of JSON in application/json',
    body: {
      codec: 'ollama-generate',
      contentType: 'application/json',
      reads: ['{"response":"one","done":false}\n', '{"done":true,"done_reason":"stop"}\n'],
    },
    expected: { content: [1], text: 'one', events: 2, finishReason: 'stop' },
  },
  {
    name: 'heartbeat events and keep-alive data',
    body: {
      reads: [
        'event: heartbeat\ndata: still here\n\n',
        'data: keep-alive\n\n',
        'data: ping\n\n',
        'event: ping\ndata: {"type":"ping"}\n\n',
        text('one'),
        DONE,
      ],
    },
    expected: { content: [5], text: 'one', events: 6 },
  },
  {
    name: 'truncated JSON, whatever the event type',
    body: { reads: [text('one'), 'event: delta\ndata: {"choices":[\n\n', DONE] },
    expected: { ...ONE, events: 3, faults: ['invalid-json: {"choices":['] },
  },
  {
    name: 'plain text instead of an event',
    body: { reads: [text('one'), 'data: Internal Server Error\n\n', DONE] },
    expected: { ...ONE, events: 3, faults: ['invalid-json: Internal Server Error'] },
  },
  {
    name: 'an HTML page by its title, whatever its media type',
    body: {
      reads: ['<!DOCTYPE html><html><head><title>Welcome to ', 'nginx!</title></head></html>'],
    },
    expected: {
      content: [],
      text: '',
      events: 0,
      faults: [
        'not-an-api: The server returned an HTML page, not an API response: "Welcome to nginx!". Check the path in --url.',
      ],
    },
  },
  {
    name: 'an HTML page without a title by its text',
    body: {
      contentType: 'text/html; charset=utf-8',
      reads: ['<html><script>var a = 1</script><h1>502 Bad Gateway</h1></html>'],
    },
    expected: {
      content: [],
      text: '',
      events: 0,
      faults: [
        'not-an-api: The server returned an HTML page, not an API response: "502 Bad Gateway". Check the path in --url.',
      ],
    },
  },
  {
    name: 'a body without any event by its first bytes',
    body: { reads: ['welcome to port 8000\n', 'type help\n'] },
    expected: {
      content: [],
      text: '',
      events: 0,
      ending: 'none',
      faults: [
        'not-an-api: The response contains no readable event; it begins with "welcome to port 8000 type help".',
      ],
    },
  },
];

describe('errors in server formats', () => {
  testShapes(ERRORS);
});
describe('usage in server formats', () => {
  testShapes(USAGES);
});
describe('bodies that contradict their media type', () => {
  testShapes(KINDS);
});
