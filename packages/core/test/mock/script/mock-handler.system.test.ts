import { createServer } from 'node:http';
import { createMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import { MockHandler } from '../../../src/mock/script/mock-handler.ts';
import { useCleanup } from '../../target/transport/transport-run.ts';

const onCleanup = useCleanup();

const OPTIONS = { timeToFirstTokenMs: 1, interTokenLatencyMs: 1, outputTokens: 3 };

/** The URLs of the native mock server and of the one in JavaScript. */
async function bothServers(): Promise<readonly [native: string, script: string]> {
  const native = createMockServer(OPTIONS);
  const script = createServer(new MockHandler(OPTIONS, () => {}).handle);
  await new Promise<void>((resolve) => {
    script.listen(0, '127.0.0.1', resolve);
  });
  onCleanup(() => {
    native.stop();
    script.closeAllConnections();
    script.close();
    return Promise.resolve();
  });
  const address = script.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  return [native.url, `http://127.0.0.1:${port}`];
}

async function answerOf(url: string, body: object): Promise<string> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return response.text();
}

/** The events of a stream, or the whole body as one; parsed, without the times at which they were sent. */
function eventsIn(answer: string): unknown[] {
  return answer
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => event.replace(/^data: /, ''))
    .map((event) => {
      const [first = '', data = first] = event.split('\ndata: ');
      const { sent_ns: _sent, ...fields } = Object(JSON.parse(data));
      return { name: data === first ? '' : first, fields };
    });
}

describe('the mock server without the native part', () => {
  it.each([
    ['/v1/responses', { instructions: 'be short', input: [{ role: 'user', content: 'a b' }] }],
    ['/v1/messages', { system: 'be short', messages: [{ role: 'user', content: 'a b' }] }],
  ])('answers %s as the native one does', async (path, asked) => {
    const [native, script] = await bothServers();
    const limits = [{}, { max_tokens: 2, max_output_tokens: 2 }];
    for (const limit of limits) {
      for (const stream of [true, false]) {
        const body = { ...asked, ...limit, stream };
        const wanted = eventsIn(await answerOf(`${native}${path}`, body));
        expect(wanted.length > 1).toBe(stream);
        expect(eventsIn(await answerOf(`${script}${path}`, body)).map(withoutId)).toEqual(
          wanted.map(withoutId),
        );
      }
    }
  });
});

describe('audio of the mock server without the native part', () => {
  it.each(['true', 'false'])('is transcribed as by the native one, streamed %s', async (stream) => {
    const path = '/v1/audio/transcriptions';
    const form = new FormData();
    form.set('file', new File([new Uint8Array(3201)], 'a.wav'));
    form.set('stream', stream);
    const [wanted = '', found = ''] = await Promise.all(
      (await bothServers()).map(async (url) => {
        const response = await fetch(`${url}${path}`, { method: 'POST', body: form });
        return response.text();
      }),
    );
    expect(eventsIn(wanted)).toHaveLength(stream === 'true' ? OPTIONS.outputTokens + 1 : 1);
    expect(wanted).toContain('"input_tokens":2,');
    expect(eventsIn(found)).toEqual(eventsIn(wanted));
  });

  it.each(['wav', 'pcm'])('is spoken as by the native one, as %s', async (format) => {
    const body = JSON.stringify({ input: 'a b', response_format: format });
    const [wanted, found] = await Promise.all(
      (await bothServers()).map(async (url) => {
        const response = await fetch(`${url}/v1/audio/speech`, { method: 'POST', body });
        const audio = Buffer.from(await response.arrayBuffer()).toString('base64');
        return { type: response.headers.get('content-type'), audio };
      }),
    );
    expect(wanted?.type).toBe(`audio/${format}`);
    expect(wanted?.audio.length).toBeGreaterThan(OPTIONS.outputTokens * 4800);
    expect(found).toEqual(wanted);
  });

  it.each([
    ['/v1/audio/speech', { input: 'a', response_format: 'mp3' }],
    ['/v1/audio/transcriptions', {}],
  ])('is rejected by %s where the mock server has none', async (path, asked) => {
    for (const url of await bothServers()) {
      const body = JSON.stringify(asked);
      const { status } = await fetch(`${url}${path}`, { method: 'POST', body });
      expect(status).toBe(400);
    }
  });
});

/** Each server numbers its own requests. */
function withoutId(event: unknown): unknown {
  return JSON.parse(JSON.stringify(event).replaceAll(/(mock|item)-\d+/g, '$1'));
}
