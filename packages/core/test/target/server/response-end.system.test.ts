import { describe, expect, it } from 'vitest';
import { FINISH_GRACE_MS } from '../../../src/target/server/session/finish-grace.ts';
import type { Generation } from '../../../src/target/target.ts';
import { useCleanup } from '../transport/transport-run.ts';
import { chunk, CHUNKED_HEAD, LAST_CHUNK, type RawRequest } from './raw-server.ts';
import { RECORDED_MODEL } from './recorded-server.ts';
import { recordedTargets } from './recorded-targets.ts';

const { recorded, start } = recordedTargets(useCleanup());

const REQUEST = { model: RECORDED_MODEL, prompt: 'north', maxTokens: 2, greedy: true };
const UNFRAMED_HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n';

function event(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

const TOKENS = ['one', 'two'].map((content) => event({ choices: [{ delta: { content } }] }));
const FINISH = event({ choices: [{ delta: {}, finish_reason: 'stop' }] });
const USAGE = event({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 2 } });
const DONE = 'data: [DONE]\n\n';
const LATE = event({ choices: [{ delta: { content: 'late' } }] });

/** The result of a request to a server that writes these pieces, each after the client has read the one before. */
async function finished(pieces: readonly string[], { ends = false } = {}): Promise<Generation> {
  const server = await recorded({
    '/v1/chat/completions': (_request: RawRequest, socket) => {
      for (const piece of pieces) socket.write(piece);
      if (ends) socket.end();
    },
  });
  const target = await start(server.url);
  return await target.generate(REQUEST);
}

function chunked(...events: readonly string[]): string[] {
  return [CHUNKED_HEAD, ...events.map(chunk)];
}

describe('the end of a response', () => {
  it.each([
    ['[DONE] and then nothing', chunked(...TOKENS, FINISH, USAGE, DONE), false],
    ['[DONE] without a length, and then nothing', [UNFRAMED_HEAD, ...TOKENS, FINISH, DONE], false],
    ['[DONE] and then a close without the last chunk', chunked(...TOKENS, FINISH, DONE), true],
    ['a finish reason and then nothing', chunked(...TOKENS, FINISH), false],
    [
      'a finish reason without a length, and then nothing',
      [UNFRAMED_HEAD, ...TOKENS, FINISH],
      false,
    ],
    ['a finish reason and then a close', chunked(...TOKENS, FINISH), true],
    [
      'a finish reason and then half an event',
      [...chunked(...TOKENS, FINISH), chunk('data: {"cho')],
      true,
    ],
  ] as const)('is reached with %s', async (_name, pieces, ends) => {
    const generation = await finished(pieces, { ends });
    expect(generation.text).toBe('onetwo');
    expect(generation.outputTokens).toBe(2);
  });

  it('takes usage that follows a finish reason', async () => {
    const { inputTokens, tokenCountSource } = await finished(chunked(...TOKENS, FINISH, USAGE));
    expect({ inputTokens, tokenCountSource }).toEqual({
      inputTokens: 5,
      tokenCountSource: 'usage',
    });
  });

  it('takes usage that follows a finish reason late, as from a busy gateway', async () => {
    const server = await recorded({
      '/v1/chat/completions': (_request, socket) => {
        for (const piece of chunked(...TOKENS, FINISH)) socket.write(piece);
        // Later than the grace of a response that has its usage.
        setTimeout(() => socket.write(chunk(USAGE) + chunk(DONE)), 2 * FINISH_GRACE_MS);
      },
    });
    const target = await start(server.url);
    expect(await target.generate(REQUEST)).toMatchObject({
      inputTokens: 5,
      tokenCountSource: 'usage',
    });
  });

  it('counts nothing after [DONE], in the same write or later', async () => {
    const generation = await finished(
      [...chunked(...TOKENS, FINISH, DONE + LATE, LATE), LAST_CHUNK],
      { ends: true },
    );
    expect(generation.text).toBe('onetwo');
    expect(generation.chunkNs).toHaveLength(2);
  });

  it('is the time of [DONE], even if the framing ends late', async () => {
    let release = (): void => {};
    const server = await recorded({
      '/v1/chat/completions': (_request, socket) => {
        for (const piece of chunked(...TOKENS, FINISH, DONE)) socket.write(piece);
        release = () => socket.write(LAST_CHUNK);
      },
    });
    const target = await start(server.url);
    const generation = await target.generate(REQUEST);
    release();
    expect(generation.endNs).toBeGreaterThanOrEqual(generation.chunkNs.at(-1) ?? Infinity);
    // It ends before the server ends the framing: another request finds its slot free.
    await expect(target.generate(REQUEST)).resolves.toMatchObject({ text: 'onetwo' });
  });

  it('is reached with an error event and then nothing, and fails with its message', async () => {
    const pieces = chunked(...TOKENS, event({ error: { message: 'out of memory' } }));
    await expect(finished(pieces)).rejects.toThrow('out of memory');
  });

  it('is not reached by a stream that is cut before a finish reason', async () => {
    await expect(finished(chunked(...TOKENS), { ends: true })).rejects.toMatchObject({
      code: 'closed-early',
    });
  });
});
