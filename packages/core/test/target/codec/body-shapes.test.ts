import { describe } from 'vitest';
import { chatEvent, DONE } from './decode.ts';
import { testShapes, type Shape } from './shape.ts';

const text = (content: string): string => chatEvent({ content });

const SHAPES: readonly Shape[] = [
  {
    name: 'a single body although events were requested',
    body: {
      contentType: 'application/json; charset=utf-8',
      reads: ['{"choices":[{"message":{"content":"one"},', '"finish_reason":"length"}]}'],
    },
    expected: { content: [2], text: 'one', events: 1, finishReason: 'length' },
  },
  {
    name: 'events without a media type',
    body: { contentType: '', reads: [text('one'), DONE] },
    expected: { content: [1], text: 'one', events: 2 },
  },
  {
    name: "Ollama's generate, NDJSON, with usage in its last line",
    body: {
      codec: 'ollama-generate',
      contentType: 'application/x-ndjson',
      reads: [
        '{"model":"m","response":"one","done":false}\n',
        '{"model":"m","response":" two","done":false}\n{"model":"m","respon',
        'se":"","done":true,"done_reason":"length","eval_count":2,"prompt_eval_count":9}\n',
      ],
    },
    expected: {
      content: [1, 2],
      text: 'one two',
      events: 3,
      outputTokens: 2,
      finishReason: 'length',
    },
  },
  {
    name: "Ollama's chat, NDJSON, with thinking and no line end after the last line",
    body: {
      codec: 'ollama-chat',
      contentType: 'application/x-ndjson',
      reads: [
        '{"message":{"role":"assistant","content":"","thinking":"hm"},"done":false}\n',
        '{"message":{"role":"assistant","content":"one"},"done":false}\r\n\r\n',
        '{"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","eval_count":2}',
      ],
    },
    expected: { content: [1, 2], text: 'hmone', events: 3, outputTokens: 2, finishReason: 'stop' },
  },
  {
    name: 'an error line of Ollama',
    body: {
      codec: 'ollama-chat',
      contentType: 'application/x-ndjson',
      reads: ['{"error":"model requires more system memory"}\n'],
    },
    expected: {
      content: [],
      text: '',
      events: 1,
      ending: 'none',
      faults: ['error-event: model requires more system memory'],
    },
  },
];

describe('bodies other than event streams', () => {
  testShapes(SHAPES);
});
