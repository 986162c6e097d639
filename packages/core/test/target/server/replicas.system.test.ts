import { createMockServer, type MockServerOptions, type NativeMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import type { LoadOutcome, LoadRequest } from '../../../src/target/server/load/load-request.ts';
import { HttpTarget } from '../../../src/target/server/http-target.ts';
import type { Balance } from '../../../src/target/server/session/replicas.ts';
import { toRequestRow } from '../../../src/target/server/request/to-request-row.ts';
import { createTransport } from '../../../src/target/transport/create-transport.ts';
import type { TransportFactory } from '../../../src/target/transport/transport.ts';
import { WorkerTransport } from '../../../src/target/transport/undici/worker-transport.ts';
import { useCleanup } from '../transport/transport-run.ts';
import { request, run } from './mock-loads.ts';
import { optionsFor } from './target-for.ts';

const onCleanup = useCleanup();

function mock(options: MockServerOptions = {}): NativeMockServer {
  const server = createMockServer({
    timeToFirstTokenMs: 3,
    interTokenLatencyMs: 1,
    outputTokens: 4,
    ...options,
  });
  onCleanup(() => Promise.resolve(server.stop()));
  return server;
}

interface Setting {
  readonly balance?: Balance;
  readonly makeTransport?: TransportFactory;
  readonly maxConcurrency?: number;
  readonly stop?: AbortSignal;
}

async function start(
  urls: readonly string[],
  { balance = 'round-robin', makeTransport = createTransport }: Setting = {},
): Promise<HttpTarget> {
  const [url = ''] = urls;
  const target = new HttpTarget(
    optionsFor(url, { replicas: { urls, balance }, models: ['mock'] }),
    makeTransport,
  );
  onCleanup(() => target.stop());
  await target.start();
  return target;
}

async function load(
  urls: readonly string[],
  requests: Iterable<LoadRequest>,
  setting: Setting = {},
  onOver: (outcome: LoadOutcome) => void = () => {},
): Promise<LoadOutcome[]> {
  const { maxConcurrency = 4, stop } = setting;
  const target = await start(urls, setting);
  const opened = await target.openLoad({ connections: maxConcurrency, maxConcurrency });
  onCleanup(() => opened.close());
  const outcomes: LoadOutcome[] = [];
  const take = (outcome: LoadOutcome): void => {
    outcomes.push(outcome);
    onOver(outcome);
  };
  await run(opened, { requests, onOver: take, ...(stop === undefined ? {} : { stop }) });
  return outcomes;
}

/** The replica of each row, by the prompt of its request. */
function replicasOf(outcomes: readonly LoadOutcome[]): Map<string, string> {
  return new Map(
    outcomes.map((outcome) => [
      JSON.stringify(outcome.request.messages?.[0]?.content),
      toRequestRow(outcome, 'load').replica,
    ]),
  );
}

const counted = (outcomes: readonly LoadOutcome[], url: string): number =>
  outcomes.filter((outcome) => toRequestRow(outcome, 'load').replica === url).length;

const numbered = (count: number): LoadRequest[] =>
  Array.from({ length: count }, (_, place) => ({ ...request(`prompt ${place}`), place }));

function* endlessNumbered(): Generator<LoadRequest> {
  for (let place = 0; ; place += 1) yield { ...request(`prompt ${place}`), place };
}

describe.each<readonly [string, TransportFactory]>([
  ['the native wire', createTransport],
  ['undici', (options, listener) => new WorkerTransport(options, listener)],
])('a load over replicas, by %s', (_name, makeTransport) => {
  it('sends each request to the replica of its place in turn, and its row names it', async () => {
    const urls = [mock().url, mock().url, mock().url];
    const outcomes = await load(urls, numbered(30), { makeTransport });
    const replicas = replicasOf(outcomes);
    for (let place = 0; place < 30; place += 1) {
      expect(replicas.get(`"prompt ${place}"`)).toBe(urls[place % 3]);
    }
    expect(outcomes.every(({ finished }) => finished.failure === undefined)).toBe(true);
  });

  it('sends a part of a load where the whole would send it', async () => {
    const urls = [mock().url, mock().url];
    const part = numbered(20).filter(({ place = 0 }) => place % 2 === 1);
    const outcomes = await load(urls, part, { makeTransport });
    expect(new Set(replicasOf(outcomes).values())).toEqual(new Set([urls[1]]));
  });

  it('keeps a conversation at its replica when fixed, and moves its turns when not', async () => {
    const urls = [mock().url, mock().url];
    const turns = [0, 1].flatMap((conversation) =>
      [1, 2, 3, 4].map((turn) => ({
        ...request(`${conversation}/${turn}`),
        conversation,
        turn,
        context: `c${conversation}`,
      })),
    );
    const fixed = replicasOf(await load(urls, turns, { balance: 'fixed', makeTransport }));
    const moved = replicasOf(await load(urls, turns, { makeTransport }));
    for (const { conversation, turn } of turns) {
      expect(fixed.get(`"${conversation}/${turn}"`)).toBe(urls[conversation]);
      expect(moved.get(`"${conversation}/${turn}"`)).toBe(urls[(conversation + turn - 1) % 2]);
    }
  });

  it('prefers the replica with the fewest requests in flight', async () => {
    const slow = mock({ timeToFirstTokenMs: 400 });
    const fast = mock();
    const urls = [slow.url, fast.url];
    const outcomes = await load(urls, numbered(60), { balance: 'least-in-flight', makeTransport });
    expect(counted(outcomes, slow.url)).toBeGreaterThan(0);
    expect(counted(outcomes, fast.url)).toBeGreaterThan(3 * counted(outcomes, slow.url));
    expect(counted(outcomes, fast.url) + counted(outcomes, slow.url)).toBe(60);
  });

  it('fails the requests of a replica that dies, by its name, and no others', async () => {
    const dying = mock();
    const alive = mock();
    const enough = new AbortController();
    let ended = 0;
    let failures = 0;
    const outcomes = await load(
      [dying.url, alive.url],
      endlessNumbered(),
      { makeTransport, stop: enough.signal },
      ({ finished }) => {
        ended += 1;
        if (ended === 10) dying.stop();
        if (finished.failure !== undefined) failures += 1;
        if (failures === 6) enough.abort();
      },
    );
    const failed = outcomes.filter(({ finished }) => finished.failure !== undefined);
    expect(failed.length).toBeGreaterThan(5);
    for (const outcome of failed) expect(toRequestRow(outcome, 'load').replica).toBe(dying.url);
    expect(counted(outcomes, alive.url)).toBeGreaterThan(5);
  });
});

describe('a conversation with a target', () => {
  it.each<readonly [Balance, number]>([
    ['fixed', 1],
    ['round-robin', 2],
  ])('reaches, by %s, %i of two replicas', async (balance, reached) => {
    const target = await start([mock().url, mock().url], { balance });
    const context = await target.openContext('mock');
    const replicas: (string | undefined)[] = [];
    for (const prompt of ['one', 'two', 'three', 'four']) {
      const made = await target.generate({
        model: 'mock',
        context,
        prompt,
        maxTokens: 4,
        greedy: true,
      });
      replicas.push(made.written?.replica);
    }
    expect(replicas).not.toContain(undefined);
    expect(new Set(replicas).size).toBe(reached);
  });
});

describe('replicas that cannot share a load', () => {
  it('are refused by name where one does not respond', async () => {
    const gone = mock();
    const { url } = gone;
    gone.stop();
    await expect(start([mock().url, url])).rejects.toThrow(url);
    await expect(start([url, mock().url])).rejects.toThrow(url);
  });

  it('are refused by name where one lacks the model', async () => {
    const other = mock({ model: 'other' });
    await expect(start([mock().url, other.url])).rejects.toMatchObject({
      code: 'REPLICAS_DIFFER',
      message: expect.stringContaining(other.url),
    });
  });
});
