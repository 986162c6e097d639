import { createMockServer, type MockServerOptions, type NativeMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import { nowNs } from '../../../src/stream/clock.ts';
import { TargetError } from '../../../src/target/errors.ts';
import { readCertificate } from '../transport/certificate.ts';
import { useCleanup } from '../transport/transport-run.ts';
import { listenRecorded, RECORDED_MODEL } from './recorded-server.ts';
import { recordedTargets } from './recorded-targets.ts';
import { response } from './raw-server.ts';
import { targetFor } from './target-for.ts';

const onCleanup = useCleanup();
const { recorded, start } = recordedTargets(onCleanup);

function mock(options: MockServerOptions = {}): NativeMockServer {
  const server = createMockServer({
    timeToFirstTokenMs: 4,
    interTokenLatencyMs: 1,
    outputTokens: 8,
    ...options,
  });
  onCleanup(() => Promise.resolve(server.stop()));
  return server;
}

describe('an HTTP target', () => {
  it('takes a timestamp for each token, on the clock of this process', async () => {
    const target = await start(mock().url);
    const beforeNs = nowNs();
    const prompt = 'the old road over the hill';
    const made = await target.generate({ model: 'mock', prompt, maxTokens: 5, greedy: true });
    expect(made).toMatchObject({ outputTokens: 5, tokenCountSource: 'usage' });
    const { sentNs, firstByteNs, chunkNs, endNs } = made;
    expect(chunkNs).toHaveLength(5);
    const stampsNs = [beforeNs, sentNs, firstByteNs, ...chunkNs, endNs, nowNs()];
    expect(stampsNs).toEqual(stampsNs.toSorted((a, b) => a - b));
  });

  it('describes the server it reached, and the clock of its timestamps', async () => {
    const target = await start((await recorded()).url);
    expect(target.description).toEqual({
      kind: 'llama.cpp',
      version: 'ik_llama.cpp',
      models: [RECORDED_MODEL],
      details: expect.objectContaining({
        clock: 'native',
        tokenCounts: 'tokenizer',
        contextTokens: 2048,
        api: 'openai-chat',
      }),
    });
    expect(await target.load(RECORDED_MODEL)).toEqual({
      model: RECORDED_MODEL,
      bytes: 274_176,
      contextTokens: 2048,
    });
  });

  it('uses the token counts of the server, including cached tokens', async () => {
    const target = await start((await recorded()).url);
    const made = await target.generate({
      model: RECORDED_MODEL,
      prompt: 'north',
      maxTokens: 6,
      greedy: true,
    });
    expect(made).toMatchObject({
      text: ' thatV which been there call',
      inputTokens: 67,
      outputTokens: 6,
      cachedTokens: 66,
      offeredTokens: 67,
      residentTokens: 67,
      tokenCountSource: 'usage',
    });
  });

  it('detects that an over-long prompt was silently truncated', async () => {
    const server = await recorded({ '/v1/chat/completions': 'chat-stream-over-long-prompt' });
    const target = await start(server.url);
    const prompt = Array.from({ length: 8000 }, () => 'north').join(' ');
    const made = await target.generate({
      model: RECORDED_MODEL,
      prompt,
      maxTokens: 6,
      greedy: true,
    });
    expect(made).toMatchObject({ offeredTokens: 8000, residentTokens: 1362, outputTokens: 6 });
  });

  it.each([
    ['openai-completions', ' findDDDDD', []],
    ['llama-completion', ' findDDDDD', []],
  ] as const)('speaks %s', async (api, text, tokens) => {
    const target = await start((await recorded()).url, { api });
    const request = { model: RECORDED_MODEL, prompt: 'north', maxTokens: 6, greedy: true };
    expect(await target.generate(request)).toMatchObject({ text, tokens, outputTokens: 6 });
  });

  it('requests unstreamed responses when configured, and reports that their tokens have no timestamps', async () => {
    const server = await recorded({ '/v1/chat/completions': 'chat' });
    const target = await start(server.url, { isStreamed: false });
    const request = { model: RECORDED_MODEL, prompt: 'north', maxTokens: 6, greedy: true };
    expect(await target.generate(request)).toMatchObject({ outputTokens: 6 });
    expect(target.limitations.map(({ ability }) => ability)).toContain('stream-tokens');
    expect(JSON.parse(server.requests.at(-1)?.body ?? '')).toMatchObject({ stream: false });
  });

  it('keeps conversations, and sends the earlier messages with each turn', async () => {
    const server = await recorded();
    const target = await start(server.url);
    const context = await target.openContext(RECORDED_MODEL);
    const ask = (prompt: string): Promise<unknown> =>
      target.generate({ model: RECORDED_MODEL, context, prompt, maxTokens: 6, greedy: true });
    await Promise.all([ask('one'), ask('two')]);
    await target.closeContext(context);
    const bodies = server.requests
      .filter(({ path }) => path === '/v1/chat/completions')
      .map(({ body }) => JSON.parse(body).messages);
    expect(bodies).toEqual([
      [{ role: 'user', content: 'one' }],
      [
        { role: 'user', content: 'one' },
        { role: 'assistant', content: ' thatV which been there call' },
        { role: 'user', content: 'two' },
      ],
    ]);
    await expect(ask('three')).rejects.toThrow(TargetError);
  });

  it('cancels a request, and serves the next one', async () => {
    const target = await start(mock({ timeToFirstTokenMs: 60_000 }).url);
    const request = { model: 'mock', prompt: 'north', maxTokens: 2, greedy: true };
    const abort = new AbortController();
    const endless = target.generate({ ...request, signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(endless).rejects.toMatchObject({
      name: 'AbortError',
      cause: { message: 'enough' },
    });
    await expect(
      target.generate({ ...request, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(await target.countTokens('mock', 'north south')).toBe(2);
  });

  it('serves many concurrent requests', async () => {
    const target = await start(mock().url);
    const request = { model: 'mock', prompt: 'north', maxTokens: 3, greedy: true };
    const made = await Promise.all(Array.from({ length: 40 }, () => target.generate(request)));
    expect(made.map(({ outputTokens }) => outputTokens)).toEqual(made.map(() => 3));
  });

  it('counts tokens by words where the server has no tokenizer, calibrated on its usage', async () => {
    let asked = 0;
    const server = await recorded({
      '/tokenize': null,
      '/v1/chat/completions': (request, socket) => {
        asked += 1;
        const { messages } = JSON.parse(request.body);
        const words = String(messages[0].content).split(' ').length;
        // Three tokens for two words, and a template of ten.
        const usage = { prompt_tokens: 10 + words * 1.5, completion_tokens: 1 };
        const choices = [{ message: { content: 'x' }, finish_reason: 'length' }];
        socket.write(
          response(200, JSON.stringify({ choices, usage }), { 'Content-Type': 'application/json' }),
        );
      },
    });
    const target = await start(server.url);
    expect(target.description.details['tokenCounts']).toBe('calibrated');
    expect(await target.countTokens(RECORDED_MODEL, 'one two three four')).toBe(6);
    expect(await target.countTokens(RECORDED_MODEL, 'one two')).toBe(3);
    expect(asked).toBe(2);
    expect(await target.tokenize(RECORDED_MODEL, 'one')).toBeUndefined();
  });

  it('cannot count tokens where the server reports none', async () => {
    const server = await recorded({
      '/tokenize': null,
      '/v1/chat/completions': 'chat-stream-over-long-prompt',
    });
    const target = await start(server.url);
    await expect(target.countTokens(RECORDED_MODEL, 'one')).rejects.toMatchObject({
      code: 'NO_TOKEN_COUNT',
    });
  });

  it('uses the tokenize request of vLLM', async () => {
    const server = await recorded({
      '/props': null,
      '/health': (_request, socket) => socket.write(response(200, '')),
      '/version': (_request, socket) => socket.write(response(200, '{"version":"0.11.0"}')),
      '/v1/models': (_request, socket) =>
        socket.write(
          response(
            200,
            '{"object":"list","data":[{"id":"m","owned_by":"vllm","max_model_len":4096}]}',
          ),
        ),
      '/tokenize': (request, socket) => {
        const { prompt, model } = JSON.parse(request.body);
        socket.write(
          typeof prompt === 'string' && model === 'm'
            ? response(200, '{"count":2,"max_model_len":4096,"tokens":[1,2]}')
            : response(400, '{"object":"error","message":"prompt is required","code":400}'),
        );
      },
    });
    const target = await start(server.url);
    expect(target.description).toMatchObject({ kind: 'vllm', version: '0.11.0', models: ['m'] });
    expect(await target.tokenize('m', 'one two')).toEqual([1, 2]);
    expect((await target.load('m')).contextTokens).toBe(4096);
  });

  it('uses another clock over https, and reports it', async () => {
    const certificate = readCertificate();
    const server = await listenRecorded({}, { tls: certificate });
    onCleanup(() => server.close());
    const target = await start(server.url, { caCertificates: [certificate.cert] });
    expect(target.description.details['clock']).toBe('undici-worker');
    const request = { model: RECORDED_MODEL, prompt: 'north', maxTokens: 6, greedy: true };
    const beforeNs = nowNs();
    const made = await target.generate(request);
    expect(made).toMatchObject({ outputTokens: 6, text: ' thatV which been there call' });
    const stampsNs = [beforeNs, made.sentNs, made.firstByteNs, ...made.chunkNs, made.endNs];
    expect(stampsNs).toEqual(stampsNs.toSorted((a, b) => a - b));
  });

  it('rejects unknown models, and any use before its start', async () => {
    const target = targetFor(mock().url);
    await expect(target.load('mock')).rejects.toMatchObject({ code: 'TARGET_NOT_STARTED' });
    await target.start();
    await expect(target.start()).rejects.toMatchObject({ code: 'TARGET_STARTED' });
    await expect(target.load('other')).rejects.toThrow(/unknown model "other".*mock/);
    await target.unload('mock');
    await target.stop();
    await target.stop();
    await expect(target.load('mock')).rejects.toMatchObject({ code: 'TARGET_NOT_STARTED' });
  });
});
