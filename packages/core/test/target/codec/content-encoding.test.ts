import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import {
  brotliCompressSync,
  constants,
  createDeflateRaw,
  createGzip,
  createDeflate,
  createBrotliCompress,
  gzipSync,
} from 'node:zlib';
import type { Transform } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CODECS } from '../../../src/target/codec/registry.ts';
import { PreparedRequest } from '../../../src/target/server/request/prepared-request.ts';
import { chatEvent, DONE } from './decode.ts';

const QUERY = {
  model: 'm',
  messages: [{ role: 'user', content: 'a' }],
  maxTokens: 3,
  isGreedy: true,
  isStreamed: true,
} as const;

const EVENTS = [
  chatEvent({ content: 'one' }),
  chatEvent({ content: ' two' }),
  chatEvent({ content: ' three' }),
  DONE,
];

/** Compresses texts with a flush after each; returns the bytes of each flush. */
async function flushed(
  encoder: Transform & { flush(callback?: () => void): void },
): Promise<Buffer[]> {
  const reads: Buffer[] = [];
  for (const event of EVENTS) {
    encoder.write(event);
    await new Promise<void>((resolve) => {
      encoder.flush(resolve);
    });
    reads.push(encoder.read());
  }
  encoder.end();
  await once(encoder, 'readable');
  return [...reads, encoder.read()];
}

/** Decodes a response in an encoding, with read timestamps 1,000 ns apart. */
function responseOf(encoding: string, reads: readonly Uint8Array[], status = 200) {
  const context = {
    bounds: { connectTimeoutMs: 1000, requestTimeoutMs: 1000 },
    key: { sent: 'none', variable: 'KEY' },
  } as const;
  const origin = { host: 'a', basePath: '' };
  const prepared = new PreparedRequest(
    CODECS['openai-chat'],
    origin,
    QUERY,
    context,
    (path) => path,
  );
  const headers = new Map([
    ['content-type', 'text/event-stream'],
    ['content-encoding', encoding],
  ]);
  const sink = prepared.makeSink(status, headers);
  for (const [index, read] of reads.entries()) sink.push(read, 1000 * (index + 1));
  return prepared.conclude({
    sentNs: 0,
    connectedNs: Number.NaN,
    firstByteNs: 500,
    endNs: 9000,
    status,
    headers,
    resends: 0,
    delayedReads: 0,
  });
}

describe('a response encoded although identity was requested', () => {
  it.each([
    ['gzip', () => createGzip()],
    ['x-gzip', () => createGzip()],
    ['deflate', () => createDeflate()],
    ['deflate', () => createDeflateRaw()],
    ['br', () => createBrotliCompress()],
  ])(
    'is decoded from %s, with the timestamp of the read that completed each event',
    async (encoding, make) => {
      const { response, failure } = responseOf(encoding, await flushed(make()));
      expect(failure).toBeUndefined();
      expect(response?.text).toBe('one two three');
      expect(Array.from(response?.contentNs ?? [])).toEqual([1000, 2000, 3000]);
    },
  );

  it('is decoded with a file name in the gzip header, split anywhere', () => {
    const plain = gzipSync(EVENTS.join(''));
    const named = Buffer.concat([
      plain.subarray(0, 3),
      Buffer.from([8]),
      plain.subarray(4, 10),
      Buffer.from('name\0'),
      plain.subarray(10),
    ]);
    const bytes = Array.from(named, (byte) => Uint8Array.of(byte));
    expect(responseOf('gzip', bytes)).toMatchObject({
      failure: undefined,
      response: { text: 'one two three' },
    });
  });

  it('is decoded with long back-references beyond one flush', async () => {
    const reads = await flushed(createGzip({ level: constants.Z_BEST_COMPRESSION }));
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = reads;
    expect(second.length).toBeLessThan(first.length);
    expect(responseOf('gzip', reads).failure).toBeUndefined();
  });

  it.each([
    ['zstd', [Buffer.from('x')], /encoded the response as "zstd"/],
    ['gzip', [Buffer.from('data: not compressed at all\n\n')], /^Cannot decode the gzip response/],
    ['br', [Buffer.from('data: not compressed at all\n\n')], /^Cannot decode the br response/],
  ])('fails as %s that cannot be decoded', (encoding, reads, message) => {
    const { failure } = responseOf(encoding, reads);
    expect(failure).toMatchObject({ kind: 'content-encoding' });
    expect(failure?.message).toMatch(message);
  });

  it('is decoded even if it is an error response', () => {
    const body = gzipSync(JSON.stringify({ error: { message: 'out of memory' } }));
    expect(responseOf('gzip', [body], 503).failure?.message).toMatch(/out of memory/);
    expect(responseOf('br', [brotliCompressSync('no room')], 503).failure?.message).toMatch(
      /no room/,
    );
  });
});
