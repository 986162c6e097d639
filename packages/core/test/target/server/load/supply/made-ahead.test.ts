import { describe, expect, it, vi } from 'vitest';
import { parseEndpoint } from '../../../../../src/target/server/session/endpoint.ts';
import { HttpLoad } from '../../../../../src/target/server/load/http-load.ts';
import { HttpSession } from '../../../../../src/target/server/session/http-session.ts';
import type { LoadRequest } from '../../../../../src/target/server/load/load-request.ts';
import { nowNs } from '../../../../../src/stream/clock.ts';
import { ScriptedTransport } from './scripted-transport.ts';

const URL = 'http://127.0.0.1:1';
const idle = new AbortController().signal;

/** A load on a transport that the test responds on. */
function openLoad(concurrency: number) {
  const transports: ScriptedTransport[] = [];
  const options = {
    url: URL,
    nonce: 'test',
    models: [],
    api: 'openai-chat',
    isStreamed: true,
    maxConcurrency: concurrency,
    connectTimeoutMs: 1000,
    requestTimeoutMs: 1000,
  } as const;
  const session = new HttpSession(options, parseEndpoint(URL), (_options, listener) => {
    const transport = new ScriptedTransport(concurrency, listener);
    transports.push(transport);
    return transport;
  });
  const load = new HttpLoad(session, concurrency);
  const transport = transports.at(-1);
  if (transport === undefined) throw new Error('no transport was made');
  return { load, transport };
}

/** Keeps the main thread busy, as making a long prompt does. */
function work(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

interface Supply {
  readonly makeMs?: number;
  readonly bytes?: number;
  readonly count?: number;
  /** Between scheduled starts, ns; without a schedule when absent. */
  readonly gapNs?: number;
}

class ScriptedSupply {
  made = 0;

  *requests({ makeMs = 0, bytes = 10, count = Infinity, gapNs }: Supply): Generator<LoadRequest> {
    const content = 'x'.repeat(bytes);
    while (this.made < count) {
      work(makeMs);
      this.made += 1;
      yield {
        model: 'm',
        messages: [{ role: 'user', content }],
        maxTokens: 1,
        isGreedy: true,
        scheduledNs: gapNs === undefined ? Number.NaN : this.made * gapNs,
        offeredTokens: Number.NaN,
        context: '',
        isWarmup: false,
      };
    }
  }
}

function run(
  load: HttpLoad,
  requests: Parameters<HttpLoad['run']>[0]['requests'],
  most: number,
  beginNs = 0,
) {
  let over = 0;
  const sent: LoadRequest[] = [];
  const abort = new AbortController();
  const running = load
    .run(
      {
        requests,
        beginNs,
        end: { kind: 'all' },
        onSent: (request) => sent.push(request),
        onOver: () => {
          over += 1;
          if (over >= most) abort.abort(new Error('enough'));
        },
      },
      abort.signal,
    )
    .catch((error: unknown) => {
      if (error !== abort.signal.reason) throw error;
    });
  return { running, sent, over: () => over };
}

describe('requests made ahead', () => {
  it('are ready before the load begins, two per slot, even if they take long', async () => {
    const { load } = openLoad(3);
    const supply = new ScriptedSupply();
    const steps: number[] = [];
    await load.makeAhead(supply.requests({ makeMs: 60 }), idle, (made) => steps.push(made));
    expect(supply.made).toBeGreaterThanOrEqual(6);
    // Far from as many as there are: the load begins soon.
    expect(supply.made).toBeLessThan(20);
    expect(steps.length).toBeGreaterThan(0);
  });

  it('replace finished requests without a turn of the main thread', async () => {
    const { load, transport } = openLoad(3);
    const supply = new ScriptedSupply();
    const made = await load.makeAhead(supply.requests({ makeMs: 20 }), idle, () => {});
    const { running } = run(load, made, 60);
    for (let round = 0; round < 20; round += 1) {
      await vi.waitUntil(() => transport.waiting >= 3, { interval: 1, timeout: 10_000 });
      expect(transport.inFlight).toBe(3);
      expect(transport.respond()).toBe(3);
    }
    await running;
    expect(load.idleNs).toBe(0);
  });

  it('are bounded in bytes', async () => {
    const { load, transport } = openLoad(2);
    const supply = new ScriptedSupply();
    const bytes = 2 ** 20;
    const made = await load.makeAhead(supply.requests({ bytes }), idle, () => {});
    expect(supply.made * bytes).toBeLessThanOrEqual(40 * 2 ** 20);
    const { running, over } = run(load, made, 100);
    await vi.waitUntil(
      () => {
        transport.respond();
        return over() >= 100;
      },
      { interval: 5, timeout: 20_000 },
    );
    await running;
    expect(transport.mostWaitingBytes).toBeLessThanOrEqual(40 * 2 ** 20);
    expect(supply.made).toBeLessThan(160);
  });

  it('are bounded in number when they are short', async () => {
    const { load } = openLoad(4);
    const supply = new ScriptedSupply();
    await load.makeAhead(supply.requests({}), idle, () => {});
    expect(supply.made).toBeLessThanOrEqual(2048);
  });

  it('report each request that is sent, once', async () => {
    const { load, transport } = openLoad(2);
    const made = await load.makeAhead(new ScriptedSupply().requests({ count: 6 }), idle, () => {});
    const { running, sent, over } = run(load, made, Infinity);
    await vi.waitUntil(() => {
      transport.respond();
      return over() === 6;
    });
    await running;
    expect(new Set(sent).size).toBe(6);
    expect(sent).toHaveLength(6);
  });

  it('count idle time when they are made more slowly than they are sent', async () => {
    const { load, transport } = openLoad(2);
    const made = await load.makeAhead(
      new ScriptedSupply().requests({ makeMs: 20 }),
      idle,
      () => {},
    );
    const { running, over } = run(load, made, 30);
    await vi.waitUntil(
      () => {
        transport.respond();
        return over() >= 30;
      },
      { interval: 1, timeout: 20_000 },
    );
    await running;
    expect(load.idleNs).toBeGreaterThan(0);
  });

  it('end the load with the error of making one', async () => {
    const { load } = openLoad(2);
    function* broken(): Generator<LoadRequest> {
      yield* new ScriptedSupply().requests({ count: 1 });
      throw new RangeError('no such length');
    }
    const made = await load.makeAhead(broken(), idle, () => {});
    await expect(run(load, made, Infinity).running).rejects.toThrow('no such length');
  });

  it('are handed over together while the next ones are far off, not one by one as others end', async () => {
    const { load, transport } = openLoad(2);
    const made = await load.makeAhead(
      new ScriptedSupply().requests({ gapNs: 1e6 }),
      idle,
      () => {},
    );
    const beganMs = performance.now();
    const { running, over } = run(load, made, 100, nowNs());
    await vi.waitUntil(
      () => {
        transport.respond();
        return over() >= 100;
      },
      { interval: 1, timeout: 20_000 },
    );
    await running;
    // A timer hands over what comes near; its period is 100 ms.
    expect(transport.handOvers).toBeLessThan(4 + (performance.now() - beganMs) / 50);
  });
});
