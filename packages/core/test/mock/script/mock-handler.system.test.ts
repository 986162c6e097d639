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

/** Each server numbers its own requests. */
function withoutId(event: unknown): unknown {
  return JSON.parse(JSON.stringify(event).replaceAll(/(mock|item)-\d+/g, '$1'));
}
