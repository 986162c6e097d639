import { describe, expect, it } from 'vitest';
import { nowNs } from '../../../src/stream/clock.ts';
import type { RequestRow } from '../../../src/stream/rows/request-row.ts';
import type { HttpLoad } from '../../../src/target/server/load/http-load.ts';
import type { LoadRequest } from '../../../src/target/server/load/load-request.ts';
import { toRequestRow } from '../../../src/target/server/request/to-request-row.ts';
import { useCleanup } from '../transport/transport-run.ts';
import { chunk, LAST_CHUNK, type RawScript } from './raw-server.ts';
import { RECORDED_MODEL } from './recorded-server.ts';
import { recordedTargets } from './recorded-targets.ts';

const onCleanup = useCleanup();
const { recorded, start } = recordedTargets(onCleanup);

/** Stream header of the llama.cpp family: it promises to keep the connection open. */
const KEPT_HEAD =
  'HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=100\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';
const EVENTS = [
  'data: {"choices":[{"delta":{"content":"one"}}]}\n\n',
  'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n',
  'data: [DONE]\n\n',
].map(chunk);

async function openLoad(script: RawScript, concurrency: number): Promise<HttpLoad> {
  const server = await recorded({ '/v1/chat/completions': script });
  const target = await start(server.url);
  const load = await target.openLoad({ connections: concurrency, maxConcurrency: concurrency });
  onCleanup(() => load.close());
  return load;
}

function* requests(count: number, scheduledNs: (index: number) => number): Generator<LoadRequest> {
  for (let index = 0; index < count; index += 1) {
    yield {
      scheduledNs: scheduledNs(index),
      offeredTokens: Number.NaN,
      context: '',
      isWarmup: false,
      model: RECORDED_MODEL,
      messages: [{ role: 'user', content: String(index) }],
      maxTokens: 4,
      isGreedy: true,
    };
  }
}

type Row = Omit<RequestRow, 'id' | 'phase' | 'stage'>;

async function rowsOf(load: HttpLoad, taken: Iterable<LoadRequest>): Promise<Row[]> {
  const rows: Row[] = [];
  const plan = {
    requests: taken,
    end: { kind: 'all' } as const,
    onOver: (outcome: Parameters<typeof toRequestRow>[0]) =>
      rows.push(toRequestRow(outcome, 'load')),
  };
  await load.run(plan, new AbortController().signal);
  return rows;
}

describe('a load on a server that closes each connection after its response', () => {
  it('has no errors in a closed loop, and as many resent rows as counted', async () => {
    const load = await openLoad((_request, socket) => {
      socket.write(KEPT_HEAD + EVENTS.join(''));
      socket.write(LAST_CHUNK, () => socket.end());
    }, 4);
    const rows = await rowsOf(
      load,
      requests(300, () => Number.NaN),
    );
    expect(rows.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 300 }, () => 'ok'));
    const { resends } = await load.account();
    expect(rows.reduce((sum, row) => sum + row.resends, 0)).toBe(resends);
  });

  it('has no errors where idle connections end at the interval of the rate', async () => {
    const intervalMs = 10;
    const load = await openLoad((_request, socket) => {
      socket.write(KEPT_HEAD + EVENTS.join('') + LAST_CHUNK);
      setTimeout(() => socket.destroy(), intervalMs);
    }, 16);
    const beginNs = nowNs() + 50e6;
    const rows = await rowsOf(
      load,
      requests(60, (index) => beginNs + index * intervalMs * 1e6),
    );
    expect(rows.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
  });
});

describe('a load on a server that leaves its responses without an end', () => {
  it('ends each with its mark and goes on, in a closed loop', async () => {
    const load = await openLoad((_request, socket) => socket.write(KEPT_HEAD + EVENTS.join('')), 2);
    const rows = await rowsOf(
      load,
      requests(40, () => Number.NaN),
    );
    expect(rows.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 40 }, () => 'ok'));
    for (const { endNs, lastTokenNs } of rows) expect(endNs).toBeGreaterThanOrEqual(lastTokenNs);
  });
});
