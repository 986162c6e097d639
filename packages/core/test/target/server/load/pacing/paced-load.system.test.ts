import { describe, expect, it } from 'vitest';
import type { LoadRequest } from '../../../../../src/target/server/load/load-request.ts';
import { pauseMs } from '../../../../../src/target/server/load/pacing/retry-pace.ts';
import { toRequestRow } from '../../../../../src/target/server/request/to-request-row.ts';
import { useCleanup } from '../../../transport/transport-run.ts';
import { chunk, CHUNKED_HEAD, LAST_CHUNK, response, type RawScript } from '../../raw-server.ts';
import { targetFor } from '../../target-for.ts';
import { RestartedServer } from './restarted-server.ts';

const onCleanup = useCleanup();

const EVENTS = ['{"choices":[{"delta":{"content":"one"}}]}', '[DONE]'];
const ANSWER =
  CHUNKED_HEAD + EVENTS.map((data) => chunk(`data: ${data}\n\n`)).join('') + LAST_CHUNK;

/** Lists a model and leaves requests for text to a script. */
const withModel =
  (script: RawScript): RawScript =>
  (request, socket) => {
    if (request.path === '/v1/chat/completions') script(request, socket);
    else if (request.path === '/v1/models') socket.write(response(200, '{"data":[{"id":"m"}]}'));
    else socket.write(response(404, ''));
  };

const respondSoon: RawScript = (_request, socket) => {
  setTimeout(() => socket.write(ANSWER), 2);
};

/** Takes a little while for each response. */
async function listen(script: RawScript): Promise<RestartedServer> {
  const server = await RestartedServer.listen(withModel(script));
  onCleanup(() => server.close());
  return server;
}

function* requests(): Generator<LoadRequest> {
  for (let made = 0; ; made += 1) {
    yield {
      scheduledNs: Number.NaN,
      offeredTokens: Number.NaN,
      context: '',
      isWarmup: false,
      model: 'm',
      messages: [{ role: 'user', content: `prompt ${made}` }],
      maxTokens: 4,
      isGreedy: true,
    };
  }
}

interface Loop {
  readonly slots: number;
  /** Ends the loop; called after each request. Without it the loop ends with its least number of requests. */
  readonly isDone?: (rows: readonly Row[]) => boolean;
  readonly minRequests?: number;
}

type Row = ReturnType<typeof toRequestRow>;

/** Runs a closed loop. @returns its rows, in the order in which they ended */
async function runLoop(url: string, { slots, isDone, minRequests = 1 }: Loop): Promise<Row[]> {
  const target = targetFor(url);
  onCleanup(() => target.stop());
  await target.start();
  const load = await target.openLoad({ connections: slots, maxConcurrency: slots });
  onCleanup(() => load.close());
  const rows: Row[] = [];
  const abort = new AbortController();
  const running = load.run(
    {
      requests: requests(),
      end: isDone === undefined ? { kind: 'time', durationNs: 0, minRequests } : { kind: 'all' },
      onOver: (outcome) => {
        if (abort.signal.aborted) return;
        rows.push(toRequestRow(outcome, 'load'));
        if (isDone?.(rows) === true) abort.abort(ENOUGH);
      },
    },
    abort.signal,
  );
  await running.catch((error: unknown) => {
    if (error !== ENOUGH) throw error;
  });
  return rows;
}

const ENOUGH = new Error('enough');

const isOk = ({ outcome }: Row): boolean => outcome === 'ok';
const isFailed = (row: Row): boolean => !isOk(row);

/** Attempts that one slot makes within a time at most, its first one included. */
function mostAttempts(durationMs: number): number {
  let attempts = 1;
  for (let atMs = 0; atMs <= durationMs; attempts += 1) {
    // Timers may be a little early.
    atMs += pauseMs(attempts) - 1;
  }
  return attempts;
}

describe('a closed loop', () => {
  it.each([1, 4])(
    'loses requests in flight and a few attempts of each of %i slots when the server restarts',
    async (slots) => {
      const server = await listen(respondSoon);
      let restarted: Promise<number> | undefined;
      let outageMs = Number.NaN;
      // On a busy machine no request may have met the outage when its time is over.
      let noteLosses = (): void => {};
      const lost = new Promise<void>((resolve) => {
        noteLosses = resolve;
      });
      const rows = await runLoop(server.url, {
        slots,
        isDone: (all) => {
          if (all.length === 40) {
            restarted = server.restart(500, lost);
            void restarted.then((ms) => {
              outageMs = ms;
            });
          }
          if (all.filter(isFailed).length >= slots) noteLosses();
          const lastFailure = all.findLastIndex(isFailed);
          return outageMs > 0 && all.length - lastFailure > 40;
        },
      });
      await restarted;
      const failed = rows.filter(isFailed);
      expect(failed.length).toBeGreaterThanOrEqual(slots);
      // One cut for each slot, and its attempts.
      expect(failed.length).toBeLessThanOrEqual(slots * (1 + mostAttempts(outageMs)));
      for (const { errorKind } of failed) {
        expect(errorKind).toMatch(/^(?:refused|reset|closed-early)$/);
      }
    },
  );

  it('sends every prompt once and in order, also those delayed by an outage', async () => {
    const asked: number[] = [];
    const server = await listen((request, socket) => {
      asked.push(Number(JSON.parse(request.body).messages[0].content.split(' ')[1]));
      respondSoon(request, socket);
    });
    let restarted: Promise<number> | undefined;
    const rows = await runLoop(server.url, {
      slots: 2,
      isDone: (all) => {
        if (all.length === 20) restarted = server.restart(100);
        return all.filter(isOk).length === 100;
      },
    });
    await restarted;
    const first = [...new Set(asked)];
    // The server sees one twice that it cut off before it responded, and that was sent again.
    const resends = rows.reduce((sum, row) => sum + row.resends, 0);
    expect(asked.length - first.length).toBeLessThanOrEqual(resends);
    // Two slots overtake each other; nothing else does.
    for (const [place, number] of first.entries()) {
      expect(number).toBeGreaterThan((first[place - 2] ?? -1) - 2);
    }
    // None is lost but those that were refused.
    const unasked = Math.max(...first) + 1 - first.length;
    expect(unasked).toBeLessThanOrEqual(rows.filter(isFailed).length);
  });

  it('reports one attempt per pause on a server that accepts and closes connections', async () => {
    let isGone = false;
    const server = await listen((request, socket) => {
      if (isGone) socket.destroy();
      else respondSoon(request, socket);
    });
    let goneAtMs = Number.NaN;
    const rows = await runLoop(server.url, {
      slots: 2,
      isDone: (all) => {
        if (all.length === 20) {
          isGone = true;
          goneAtMs = performance.now();
        }
        return all.filter(isFailed).length === 6;
      },
    });
    const goneMs = performance.now() - goneAtMs;
    // Six attempts of two slots: two of the three have paused twice.
    expect(goneMs).toBeGreaterThan(pauseMs(1) - 1);
    expect(rows.filter(isFailed).length).toBeLessThanOrEqual(2 * (1 + mostAttempts(goneMs)));
  });

  it('waits as long as a rate limit requests, and sends again after it', async () => {
    let asked = 0;
    const server = await listen((request, socket) => {
      asked += 1;
      if (asked % 20 === 0) {
        socket.write(response(429, '{"error":"slow down"}', { 'Retry-After': '0.2' }));
      } else respondSoon(request, socket);
    });
    const rows = await runLoop(server.url, { slots: 1, isDone: (all) => all.length === 70 });
    const rejected = rows.filter(isFailed);
    expect(rejected.map(({ errorKind }) => errorKind)).toEqual([
      'http-429',
      'http-429',
      'http-429',
    ]);
    for (const [index, row] of rows.entries()) {
      const before = rows[index - 1];
      // The first one meets a request that was ahead.
      if (before === undefined || isOk(before) || before === rejected[0]) continue;
      expect(row.sentNs - before.endNs).toBeGreaterThan(199e6);
    }
  });

  it('slows down on a server that fails every request in any way', async () => {
    let asked = 0;
    const server = await listen((request, socket) => {
      asked += 1;
      if (asked > 10) socket.write(response(500, 'engine is dead'));
      else respondSoon(request, socket);
    });
    const hasPaused = ([before, last]: readonly Row[]): boolean =>
      before !== undefined && last !== undefined && last.sentNs - before.endNs > 190e6;
    const rows = await runLoop(server.url, {
      slots: 1,
      isDone: (all) => hasPaused(all.slice(-2)) || all.length === 3000,
    });
    expect(rows.length).toBeLessThan(3000);
  });

  it('does not wait for its minimum number of requests when every slot fails long after its end', async () => {
    let asked = 0;
    const server = await listen((request, socket) => {
      asked += 1;
      if (asked > 4) socket.write(response(503, 'full', { 'Retry-After': '100000' }));
      else respondSoon(request, socket);
    });
    const rows = await runLoop(server.url, { slots: 2, minRequests: 1e6 });
    expect(rows.filter(isOk)).toHaveLength(4);
  }, 60_000);
});
