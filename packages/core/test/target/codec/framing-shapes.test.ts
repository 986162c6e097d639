import { describe, expect } from 'vitest';
import { chatEvent, DONE } from './decode.ts';
import { testShapes, type Shape } from './shape.ts';

const text = (content: string): string => chatEvent({ content });
const END = chatEvent({}, { finish_reason: 'stop' });
const umlaut = Buffer.from(text('zwölf Bögen'));
/** Between the two bytes of the first ö. */
const insideUmlaut = umlaut.indexOf(0xc3) + 1;

const SHAPES: readonly Shape[] = [
  {
    name: 'comment lines before, between and inside',
    body: { reads: [': ping\n\n', text('one'), ':\n', `: still here\n${text('two')}`, DONE] },
    expected: { content: [2, 4], text: 'onetwo', events: 3, comments: 3 },
  },
  {
    name: 'several events in one read',
    body: { reads: [text('one') + text('two') + text('three') + DONE] },
    expected: { content: [1, 1, 1], text: 'onetwothree', events: 4 },
  },
  {
    name: 'one event over several reads, with the timestamp of the last',
    body: {
      reads: [text('one').slice(0, 9), text('one').slice(9, 40), text('one').slice(40), DONE],
    },
    expected: { content: [3], text: 'one', events: 2 },
  },
  {
    name: 'a read that ends between the two line ends of an event',
    body: { reads: [text('one').slice(0, -1), '\n', DONE] },
    expected: { content: [2], text: 'one', events: 2 },
  },
  {
    name: 'a split inside a UTF-8 character',
    body: { reads: [umlaut.subarray(0, insideUmlaut), umlaut.subarray(insideUmlaut), DONE] },
    expected: { content: [2], text: 'zwölf Bögen', events: 2 },
  },
  {
    name: 'an end without [DONE]',
    body: { reads: [text('one'), END] },
    expected: {
      content: [1],
      text: 'one',
      events: 2,
      ending: 'finish-reason',
      finishReason: 'stop',
    },
  },
  {
    name: 'a last event without its blank line, in a complete body',
    body: { reads: [text('one'), DONE.trimEnd()] },
    expected: { content: [1], text: 'one', events: 2 },
  },
  {
    name: 'a drop mid-stream: ignores the incomplete event',
    body: { reads: [text('one'), text('two').slice(0, -2)], isComplete: false },
    expected: { content: [1], text: 'one', events: 1, ending: 'none' },
  },
  {
    name: 'bytes that just stop, in a complete body',
    body: { reads: [text('one')] },
    expected: { content: [1], text: 'one', events: 1, ending: 'none' },
  },
  {
    name: 'CRLF line ends',
    body: { reads: [text('one'), text('two'), DONE].map((read) => read.replaceAll('\n', '\r\n')) },
    expected: { content: [1, 2], text: 'onetwo', events: 3 },
  },
  {
    name: 'a read that ends between CR and LF',
    body: {
      reads: [text('one').replaceAll('\n', '\r\n').slice(0, -1), `\n${text('two')}`, DONE],
    },
    expected: { content: [2, 2], text: 'onetwo', events: 3 },
  },
  {
    name: 'no space after the colon, and data over two lines',
    body: { reads: ['data:{"choices":[{"delta":\ndata:{"content":"one"}}]}\n\n', DONE] },
    expected: { content: [1], text: 'one', events: 2 },
  },
  {
    name: 'ids, retries and event names, which are ignored',
    body: { reads: [`id: 7\nretry: 10\nevent: message\n${text('one')}`, DONE] },
    expected: { content: [1], text: 'one', events: 2 },
  },
  {
    name: 'a byte order mark, split',
    body: {
      reads: [
        Buffer.from([0xef]),
        Buffer.concat([Buffer.from([0xbb, 0xbf]), Buffer.from(text('one'))]),
        DONE,
      ],
    },
    expected: { content: [2], text: 'one', events: 2 },
  },
  {
    name: 'invalid JSON in an event',
    body: { reads: [text('one'), 'data: {"choices":[{"delta":\n\n', text('two'), DONE] },
    expected: {
      content: [1, 3],
      text: 'onetwo',
      events: 4,
      faults: ['invalid-json: {"choices":[{"delta":'],
    },
  },
  {
    name: 'invalid UTF-8 in an event: counted as content, and as a fault',
    body: { reads: [Buffer.from(text('a?b').replace('?', '\u00ff'), 'latin1'), DONE] },
    expected: {
      content: [1],
      text: 'a\ufffdb',
      events: 2,
      faults: [expect.stringContaining('invalid-utf8: ')],
    },
  },
  {
    name: 'JSON events of unknown shape',
    body: { reads: ['data: null\n\n', 'data: 7\n\n', 'data: []\n\n', 'data: {"a":1}\n\n', DONE] },
    expected: { content: [], text: '', events: 5 },
  },
];

describe('event framing', () => {
  testShapes(SHAPES);
});
