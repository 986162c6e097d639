import { afterEach, describe, expect, it } from 'vitest';
import { createMockServer, MockServerError, type MockServerOptions } from '../../src/index.ts';

let stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
});

function mockOf(options: MockServerOptions = {}) {
  const mock = createMockServer({
    timeToFirstTokenMs: 1,
    interTokenLatencyMs: 1,
    outputTokens: 4,
    ...options,
  });
  stops.push(() => mock.stop());
  return mock;
}

async function ask(url: string, path: string, body?: unknown) {
  const response = await fetch(
    `${url}${path}`,
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
  );
  return { status: response.status, text: await response.text() };
}

/** The JSON of each event of a stream except the last, which is not JSON. */
function eventsOf(text: string): unknown[] {
  const data = text.split('\n\n').filter((event) => event !== '');
  expect(data.at(-1)).toBe('data: [DONE]');
  return data.slice(0, -1).map((event): unknown => JSON.parse(event.replace(/^data: /, '')));
}

describe('a mock server', () => {
  it('listens on loopback only, on a free port', () => {
    const mock = mockOf();
    expect(mock.port).toBeGreaterThan(0);
    expect(mock.url).toBe(`http://127.0.0.1:${mock.port}`);
  });

  it('listens on another address on request', async () => {
    const mock = mockOf({ host: '::1' });
    expect(mock.url).toBe(`http://[::1]:${mock.port}`);
    expect((await ask(mock.url, '/health')).status).toBe(200);
  });

  it('streams a chat that any client can read', async () => {
    const mock = mockOf();
    const { status, text } = await ask(mock.url, '/v1/chat/completions', {
      model: 'mock',
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'user', content: 'one two' }],
    });
    expect(status).toBe(200);
    const events = eventsOf(text);
    expect(events[0]).toMatchObject({ choices: [{ delta: { role: 'assistant' } }] });
    expect(events.slice(1, 5)).toMatchObject(
      [0, 1, 2, 3].map((index) => ({
        object: 'chat.completion.chunk',
        choices: [{ delta: { content: ` w${index}` } }],
        sent_ns: expect.any(Number),
      })),
    );
    expect(events[5]).toMatchObject({ choices: [{ finish_reason: 'stop' }] });
    expect(events[6]).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 2, completion_tokens: 4, total_tokens: 6 },
    });
  });

  it('responds without streaming, also to completions, within the token limit', async () => {
    const mock = mockOf();
    const { text } = await ask(mock.url, '/v1/completions', { prompt: 'x', max_tokens: 2 });
    expect(JSON.parse(text)).toMatchObject({
      object: 'text_completion',
      choices: [{ text: ' w0 w1', finish_reason: 'length' }],
      usage: { completion_tokens: 2 },
    });
  });

  it('serves health, models and one token per word', async () => {
    const mock = mockOf({ model: 'quoted "name"' });
    expect(await ask(mock.url, '/health')).toEqual({ status: 200, text: '{"status":"ok"}' });
    expect(JSON.parse((await ask(mock.url, '/v1/models')).text)).toMatchObject({
      data: [{ id: 'quoted "name"' }],
    });
    expect(JSON.parse((await ask(mock.url, '/tokenize', { content: 'a b\nc' })).text)).toEqual({
      count: 3,
      tokens: [0, 1, 2],
    });
  });

  it('fails the configured share of requests, the same ones for the same seed', async () => {
    const statuses = async (seed: number) => {
      const mock = mockOf({ errorRate: 0.5, seed });
      const found: number[] = [];
      for (let i = 0; i < 30; i++) {
        found.push((await ask(mock.url, '/v1/completions', { prompt: 'x' })).status);
      }
      return found;
    };
    const first = await statuses(1);
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await statuses(1)).toEqual(first);
    expect(await statuses(2)).not.toEqual(first);
  });

  it('reports totals, also after the stop', async () => {
    const mock = mockOf({ isStrictAboutModel: true });
    await ask(mock.url, '/v1/completions', { model: 'mock', prompt: 'x', stream: true });
    expect((await ask(mock.url, '/v1/completions', { model: 'other' })).status).toBe(404);
    mock.stop();
    mock.stop();
    expect(mock.account()).toMatchObject({ requests: 1, answered: 1, rejected: 1, events: 4 });
    const stamps = mock.drainStamps();
    expect([...stamps.index]).toEqual([0, 1, 2, 3]);
    expect([...stamps.request]).toEqual([1, 1, 1, 1]);
    for (let row = 0; row < stamps.count; row++) {
      expect(stamps.sentNs[row]).toBeGreaterThanOrEqual(stamps.dueNs[row] ?? Number.NaN);
      expect(stamps.handedOverNs[row]).toBeGreaterThanOrEqual(stamps.sentNs[row] ?? Number.NaN);
    }
  });

  it('reports a port in use and a fix', () => {
    const { port } = mockOf();
    let error: unknown;
    try {
      mockOf({ port });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(MockServerError);
    expect(error).toMatchObject({ code: 'LISTEN', message: expect.stringContaining(`${port}`) });
  });

  it.each([
    ['outputTokens', { outputTokens: 0 }],
    ['concurrency', { concurrency: 0 }],
    ['faultPartsPerMillion', { errorRate: 1.5 }],
    ['gapNs', { interTokenLatencyMs: -1 }],
    ['ringSlots', { ringSlots: 1000 }],
  ])('rejects an option out of range: %s', (name, options) => {
    expect(() => mockOf(options)).toThrow(new RegExp(name));
  });
});
