import { describe, expect, it } from 'vitest';
import { openAiBatch } from '../../../../src/workload/dataset/text/openai-batch.ts';
import { fixtureText, headOf, jsonLines, readAll, recordsOf } from './records.ts';

const fixture = jsonLines(fixtureText('openai-batch.jsonl'));
const bodyOf = { model: 'm', messages: [{ role: 'user', content: 'one' }] };
const lineOf = (change: object): object => ({
  custom_id: 'a',
  method: 'POST',
  url: '/v1/chat/completions',
  body: bodyOf,
  ...change,
});
const faultsOf = (...rows: readonly object[]): unknown =>
  readAll(openAiBatch, recordsOf(...rows)).faults;
describe('an OpenAI batch', () => {
  const { conversations, faults } = readAll(openAiBatch, fixture);
  const turnAt = (line: number) =>
    conversations.flatMap(({ turns }) => turns).find((turn) => turn.line === line);

  it('has faults in four lines', () => {
    expect(conversations.map(({ turns }) => turns[0]?.line)).toEqual([
      1, 2, 3, 4, 5, 7, 8, 9, 11, 12,
    ]);
    expect(faults).toEqual([
      {
        line: 10,
        kind: 'unreadable',
        reason: 'custom_id: "req-002" is that of an earlier line',
      },
      {
        line: 13,
        kind: 'unreadable',
        reason: expect.stringMatching(/^url: unknown path "\/v1\/pictures\/unknown".*use one of/),
      },
      { line: 14, kind: 'unreadable', reason: 'custom_id: expected a text, found 13' },
      { line: 15, kind: 'unreadable', reason: expect.stringContaining('JSON') },
    ]);
  });

  it('sends each line as recorded, by the API of its path', () => {
    expect(turnAt(1)).toEqual({
      line: 1,
      input: {
        kind: 'content',
        content: {
          messages: [],
          api: 'openai-chat',
          body: {
            model: 'tiny-model',
            messages: [{ role: 'user', content: 'Write one line about a lighthouse.' }],
            max_tokens: 24,
          },
        },
      },
      output: { tokens: 24, kind: 'cap' },
      model: 'tiny-model',
      api: 'openai-chat',
      label: 'req-001',
    });
    expect(turnAt(3)).toMatchObject({ api: 'openai-completions', output: { tokens: 16 } });
    expect(turnAt(7)).toMatchObject({ api: 'openai-responses', output: { tokens: 32 } });
    expect(turnAt(2)).toMatchObject({ output: { tokens: 8, kind: 'cap' } });
  });

  it('keeps the items of a request without text, by which its response is counted', () => {
    const contentAt = (line: number) => {
      const input = turnAt(line)?.input;
      return input?.kind === 'content' ? input.content : undefined;
    };
    expect(contentAt(4)).toMatchObject({
      api: 'openai-embeddings',
      items: ['a red kite over the field', 'a paper kite in the shop'],
    });
    expect(contentAt(5)?.items).toEqual([[11, 42, 7, 300]]);
    expect(contentAt(8)).toMatchObject({
      api: 'rerank',
      query: 'how to dry mint',
      items: [expect.stringContaining('mint'), expect.stringContaining('canoe')],
    });
  });

  it.each([
    ['/score', 'score'],
    ['/v1/score', 'score'],
    ['/rerank', 'rerank'],
    ['/v2/rerank', 'rerank'],
    ['/v1/embeddings', 'openai-embeddings'],
    ['/v1/messages', 'anthropic-messages'],
  ])('sends %s by the API %s', (url, api) => {
    const { conversations: found } = readAll(openAiBatch, recordsOf(lineOf({ url })));
    expect(found[0]?.turns[0]?.api).toBe(api);
  });

  it('takes a method in lower case, a body without a model and a line separator in a text', () => {
    expect(turnAt(11)).toMatchObject({ label: 'req-010' });
    expect(turnAt(11)).not.toHaveProperty('model');
    expect(JSON.stringify(turnAt(12))).toContain('\u2028');
  });

  it('demands an output that the body demands', () => {
    const turnOf = (change: object) =>
      readAll(openAiBatch, recordsOf(lineOf({ body: { ...bodyOf, ...change } }))).conversations[0]
        ?.turns[0]?.output;
    expect(turnOf({ max_tokens: 5, ignore_eos: true })).toEqual({ tokens: 5, kind: 'demand' });
    expect(turnOf({ max_tokens: 5, min_tokens: 5 })).toEqual({ tokens: 5, kind: 'demand' });
    expect(turnOf({ max_tokens: 5, min_tokens: 4 })).toEqual({ tokens: 5, kind: 'cap' });
    expect(turnOf({})).toBeUndefined();
  });

  it.each([
    [{ method: 'GET' }, 'method: expected POST, found "GET"'],
    [{ method: undefined }, 'method: expected a text, found nothing'],
    [{ body: undefined }, 'body: expected an object, found nothing'],
    [{ body: {} }, 'body: expected messages, as openai-chat has'],
    [{ url: '/v1/completions' }, 'body: expected prompt, as openai-completions has'],
    [
      { url: '/v1/embeddings', body: {} },
      'body: expected input or messages, as openai-embeddings has',
    ],
    [
      { url: '/v1/audio/speech' },
      'body: openai-speech has no recorded bodies; pass --api openai-speech',
    ],
    [
      { body: { ...bodyOf, max_tokens: 1.5 } },
      'body.max_tokens: expected a whole number, found 1.5',
    ],
    [
      {
        body: {
          messages: [
            {
              role: 'user',
              content: [{ type: 'image_url', image_url: { url: 'https://example.invalid/a.png' } }],
            },
          ],
        },
      },
      expect.stringMatching(
        /^body\.messages\[0\]\.content\[0\].* is a URL, which the server downloads/,
      ),
    ],
    [
      {
        url: '/v1/responses',
        body: {
          input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'a.png' }] }],
        },
      },
      expect.stringMatching(/^body\.input\[0\]\.content\[0\].*expected a data URL, found "a.png"/),
    ],
  ])('names what is wrong with %j', (change, reason) => {
    expect(faultsOf(lineOf(change))).toEqual([{ line: 1, kind: 'unreadable', reason }]);
  });

  it('sends media of the server by their id, and checks parts in parts', () => {
    const input = [{ role: 'user', content: [{ type: 'input_image', file_id: 'f' }] }];
    const known = readAll(
      openAiBatch,
      recordsOf(lineOf({ url: '/v1/responses', body: { input } })),
    );
    expect(known.faults).toEqual([]);
    const source = { type: 'url', url: 'https://example.invalid/a.png' };
    const content = [
      { type: 'tool_result', tool_use_id: 't', content: [{ type: 'image', source }] },
    ];
    const nested = lineOf({ url: '/v1/messages', body: { messages: [{ role: 'user', content }] } });
    expect(readAll(openAiBatch, recordsOf(nested)).faults[0]?.reason).toMatch(
      /^body\.messages\[0\]\.content\[0\]\.content\[0\]\.source\.url: .* is a URL/,
    );
    expect(readAll(openAiBatch, recordsOf(nested), { allowsUrls: true }).faults).toEqual([]);
  });

  it('does not send what is nested too deeply to be JSON again', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(250)}${']'.repeat(250)}`);
    expect(faultsOf(lineOf({ body: { ...bodyOf, deep } }))).toEqual([
      {
        line: 1,
        kind: 'unreadable',
        reason: 'expected at most 200 levels of lists and objects',
      },
    ]);
  });

  it('does not send a request for 0 tokens', () => {
    expect(faultsOf(lineOf({ body: { ...bodyOf, max_tokens: 0 } }))).toEqual([
      {
        line: 1,
        kind: 'failed',
        reason: 'body.max_tokens: 0 tokens of output, which servers refuse',
      },
    ]);
  });

  it('is read anew each time', () => {
    const rows = recordsOf(lineOf({}));
    expect([readAll(openAiBatch, rows).faults, readAll(openAiBatch, rows).faults]).toEqual([
      [],
      [],
    ]);
  });

  it('is recognized by its first line', () => {
    expect(openAiBatch.recognizes(headOf(lineOf({})))).toBe(true);
    expect(openAiBatch.recognizes(headOf(bodyOf))).toBe(false);
  });
});
