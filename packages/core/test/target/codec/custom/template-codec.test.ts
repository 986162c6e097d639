import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../../src/spec/error/errors.ts';
import type { Query } from '../../../../src/target/codec/codec.ts';
import type { Template } from '../../../../src/target/codec/custom/template.ts';
import { templateCodec } from '../../../../src/target/codec/custom/template-codec.ts';
import type { DecodedResponse } from '../../../../src/target/codec/decoded-response.ts';

const QUERY: Query = {
  model: 'a/b',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Say "hi"\n' },
  ],
  maxTokens: 4,
  isGreedy: true,
  isStreamed: false,
};

const TEMPLATE: Template = {
  path: '/generate',
  body: { inputs: '{{prompt}}', parameters: { max_new_tokens: '{{maxTokens}}' } },
  text: '$.generated_text',
};

function bodyOf(body: Template['body'], query: Partial<Query> = {}): unknown {
  const codec = templateCodec({ ...TEMPLATE, body });
  const request = codec.encode({ host: 'h', basePath: '' }, { ...QUERY, ...query });
  return JSON.parse(Buffer.from(request.body).toString());
}

function decode(template: Partial<Template>, body: string, isStreamed = false): DecodedResponse {
  const decoder = templateCodec({ ...TEMPLATE, ...template }).createDecoder('', isStreamed);
  decoder.push(Buffer.from(body), 1000);
  return decoder.finish(true);
}

describe('templateCodec', () => {
  it('fills in values with their types, and within text as text', () => {
    expect(
      bodyOf({
        inputs: '{{prompt}}',
        limit: '{{ maxTokens }}',
        note: 'at most {{maxTokens}} of {{model}}',
        list: ['{{stream}}', 1, null, [2]],
        messages: '{{messages}}',
      }),
    ).toEqual({
      inputs: 'Be brief. Say "hi"\n',
      limit: 4,
      note: 'at most 4 of a/b',
      list: [false, 1, null, [2]],
      messages: QUERY.messages,
    });
  });

  it('leaves out a field whose value the request does not have', () => {
    expect(bodyOf({ seed: '{{seed}}', inputs: '{{prompt}}' })).not.toHaveProperty('seed');
    expect(bodyOf({ seed: '{{seed}}' }, { seed: 7 })).toEqual({ seed: 7 });
  });

  it('lets extra fields override those of the template', () => {
    expect(bodyOf({ top_k: 1 }, { extraBody: { top_k: 2 } })).toEqual({ top_k: 2 });
  });

  it('fills in the path, escaped', () => {
    const codec = templateCodec({ ...TEMPLATE, path: '/models/{{model}}/generate' });
    const { path } = codec.encode({ host: 'h', basePath: '' }, QUERY);
    expect(path).toBe('/models/a%2Fb/generate');
  });

  it('reads text and counts of a whole body', () => {
    const response = decode(
      {
        text: '$.outputs[0].text',
        usage: { outputTokens: "$['token counts'].out" },
        finishReason: '$.why',
      },
      '{"outputs":[{"text":"Low."}],"token counts":{"out":2},"why":"length"}',
    );
    expect(response).toMatchObject({
      text: 'Low.',
      finishReason: 'length',
      usage: { outputTokens: 2, inputTokens: Number.NaN },
      ending: 'mark',
    });
  });

  it('reads a stream up to the event that ends it', () => {
    const stream = 'data: {"t":"a"}\n\ndata: {"t":"b","done":true}\n\ndata: {"t":"c"}\n\n';
    expect(decode({ text: '$.t', end: '$.done' }, stream, true).text).toBe('ab');
  });

  it('reads a stream of JSON lines', () => {
    expect(decode({ text: '$.t' }, '{"t":"a"}\n{"t":"b"}\n', true).text).toBe('ab');
  });

  it('reads an error', () => {
    expect(decode({}, '{"error":"out of memory"}').faults).toEqual([
      { kind: 'error-event', example: 'out of memory' },
    ]);
  });

  it('refuses an unknown placeholder, wherever it is', () => {
    const make = (): unknown => templateCodec({ ...TEMPLATE, body: { a: [{ b: 'x {{promt}}' }] } });
    expect(make).toThrow(ConfigError);
    expect(make).toThrow('unknown placeholder "{{promt}}" in target.template');
  });

  it.each(['generated_text', '$.a..b', '$.a[*]', '$.a[-1]'])('refuses the path %s', (text) => {
    expect(() => templateCodec({ ...TEMPLATE, text })).toThrow(
      `invalid target.template.text "${text}"`,
    );
  });
});
