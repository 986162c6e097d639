import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { Query } from '../../../../src/target/codec/codec.ts';
import { CodecError } from '../../../../src/target/codec/custom/codec-error.ts';
import type { CodecModule } from '../../../../src/target/codec/custom/codec-module.ts';
import { moduleCodec } from '../../../../src/target/codec/custom/module-codec.ts';
import type { DecodedResponse } from '../../../../src/target/codec/decoded-response.ts';
import { isRecord, textOf } from '../../../../src/target/codec/fields/json-fields.ts';

const ORIGIN = { host: 'localhost', basePath: '/proxy', headers: { 'X-Team': 'a' } };
const QUERY: Query = {
  model: 'm',
  messages: [{ role: 'user', content: 'Hi' }],
  maxTokens: 4,
  isGreedy: true,
  isStreamed: true,
};

const PLAIN: CodecModule = {
  encode: ({ messages, maxTokens }) => ({
    path: '/generate',
    body: { inputs: messages[0]?.content, limit: maxTokens },
  }),
  read: (said) => (isRecord(said) ? { text: textOf(said['text']) } : undefined),
};

function decode(module: CodecModule, reads: readonly string[], isComplete = true): DecodedResponse {
  const decoder = moduleCodec(module, 'own.mjs').createDecoder('text/event-stream', true);
  for (const [index, read] of reads.entries()) decoder.push(Buffer.from(read), 1000 * (index + 1));
  return decoder.finish(isComplete);
}

function event(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

describe('moduleCodec', () => {
  it('sends what the module writes, as JSON, behind the base path', () => {
    const request = moduleCodec(PLAIN, 'own.mjs').encode(ORIGIN, QUERY);
    expect(request.path).toBe('/proxy/generate');
    expect(JSON.parse(Buffer.from(request.body).toString())).toEqual({ inputs: 'Hi', limit: 4 });
    expect(Object.fromEntries(request.headers)).toMatchObject({
      'Content-Type': 'application/json',
      'X-Team': 'a',
    });
  });

  it('sends text and bytes as they are, with the media type of the module', () => {
    const encode = (): ReturnType<CodecModule['encode']> => ({
      path: '/raw',
      headers: { 'content-type': 'text/plain', 'X-Own': 'b' },
      body: 'plain',
    });
    const request = moduleCodec({ ...PLAIN, encode }, 'own.mjs').encode(ORIGIN, QUERY);
    expect(Buffer.from(request.body).toString()).toBe('plain');
    const types = request.headers.filter(([name]) => /^content-type$/i.test(name));
    expect(types).toEqual([['Content-Type', 'text/plain']]);
    expect(Object.fromEntries(request.headers)).toMatchObject({ 'X-Own': 'b', 'X-Team': 'a' });
  });

  it('is named by the module, else by its file', () => {
    expect(moduleCodec(PLAIN, 'own.mjs').name).toBe('own.mjs');
    expect(moduleCodec({ ...PLAIN, name: 'tgi' }, 'own.mjs').name).toBe('tgi');
  });

  it('reads events with the times of their reads', () => {
    const response = decode(PLAIN, [
      event({ text: 'a' }),
      event({ other: 1 }),
      event({ text: 'b' }),
    ]);
    expect(response).toMatchObject({ text: 'ab', ending: 'mark', faults: [] });
    expect(Array.from(response.contentNs)).toEqual([1000, 3000]);
  });

  it('takes reasoning, usage, the finish reason and the end', () => {
    const read = (said: unknown): ReturnType<CodecModule['read']> =>
      isRecord(said) ? { ...said } : undefined;
    const response = decode({ ...PLAIN, read }, [
      event({ reasoning: 'So ' }),
      event({ text: 'yes' }),
      event({ usage: { inputTokens: 3, outputTokens: 2 }, finishReason: 'length', isEnd: true }),
      event({ text: 'after the end' }),
    ]);
    expect(response).toMatchObject({
      answerText: 'yes',
      reasoningText: 'So ',
      finishReason: 'length',
      usage: { inputTokens: 3, outputTokens: 2, cachedTokens: Number.NaN },
      firstAnswerNs: 2000,
    });
  });

  it('takes a body that broke off as incomplete', () => {
    expect(decode(PLAIN, [event({ text: 'a' })], false).ending).toBe('none');
  });

  it('names the module where it throws at a request', () => {
    const encode = (): never => {
      throw new Error('no images here');
    };
    const make = (): unknown => moduleCodec({ ...PLAIN, encode }, 'own.mjs').encode(ORIGIN, QUERY);
    expect(make).toThrow(CodecError);
    expect(make).toThrow('encode() of the codec own.mjs threw: no images here');
  });

  it('names what is wrong with a request of the module', () => {
    const encode = (): ReturnType<CodecModule['encode']> => ({ path: 'generate', body: {} });
    const make = (): unknown => moduleCodec({ ...PLAIN, encode }, 'own.mjs').encode(ORIGIN, QUERY);
    expect(make).toThrow(
      'encode() of the codec own.mjs returned no { path, headers, body }: path: expected a leading slash',
    );
  });

  it('fails a response that the module cannot read, with its reason', () => {
    const read = (): never => {
      throw new TypeError('no choices');
    };
    const { faults } = decode({ ...PLAIN, read }, [event({ text: 'a' })]);
    expect(faults).toEqual([
      { kind: 'codec', example: 'read() of the codec own.mjs threw: no choices' },
    ]);
  });

  it('fails a response whose reading has the wrong type', () => {
    const read = (said: unknown): ReturnType<CodecModule['read']> =>
      isRecord(said) ? { ...said } : undefined;
    const { faults } = decode({ ...PLAIN, read }, [event({ text: 5 })]);
    expect(faults[0]?.kind).toBe('codec');
    expect(faults[0]?.example).toMatch(
      /^read\(\) of the codec own\.mjs returned no reading: text: /,
    );
  });
});
