import { afterEach, describe, expect, it } from 'vitest';
import {
  createMockServer,
  createWire,
  NO_ENDPOINT,
  WIRE_EVENT,
  type NativeMockServer,
  type WireRequest,
} from '../../src/index.ts';
import { waitUntil } from '../support/wait-until.ts';
import { chat } from './collect.ts';

let stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  stops = [];
});

function mock(timeToFirstTokenMs = 0): NativeMockServer {
  const server = createMockServer({ timeToFirstTokenMs, interTokenLatencyMs: 0, outputTokens: 2 });
  stops.push(() => server.stop());
  return server;
}

/** Sends requests to servers. @returns the endpoint of each, by its last row */
async function endpointsOf(
  [first, ...more]: readonly NativeMockServer[],
  requests: readonly WireRequest[],
): Promise<Map<number, number>> {
  const wire = createWire({
    endpoint: { url: first?.url ?? '' },
    moreEndpoints: more.map(({ url }) => ({ url })),
    connections: 4,
  });
  stops.unshift(() => wire.stop());
  await wire.start();
  wire.stage(requests);
  const endpoints = new Map<number, number>();
  await waitUntil(() => {
    const { count, kind, requestId, endpoint } = wire.drain();
    for (let row = 0; row < count; row += 1) {
      if (kind[row] !== WIRE_EVENT.end) continue;
      endpoints.set(requestId[row] ?? Number.NaN, endpoint[row] ?? NO_ENDPOINT);
    }
    return endpoints.size === requests.length;
  });
  return endpoints;
}

describe('a wire to several endpoints', () => {
  it('sends each request where it names, and its rows name it', async () => {
    const requests = Array.from({ length: 30 }, (_, id) => ({
      id,
      bytes: chat(),
      endpoint: id % 3,
    }));
    const endpoints = await endpointsOf([mock(), mock(), mock()], requests);
    for (const { id, endpoint } of requests) expect(endpoints.get(id)).toBe(endpoint);
  });

  it('chooses the endpoint with the fewest requests in flight for one that names any', async () => {
    const requests = Array.from({ length: 40 }, (_, id) => ({
      id,
      bytes: chat(),
      endpoint: 'any' as const,
    }));
    const endpoints = [...(await endpointsOf([mock(300), mock()], requests)).values()];
    const slow = endpoints.filter((endpoint) => endpoint === 0).length;
    expect(slow).toBeGreaterThan(0);
    expect(slow).toBeLessThan(10);
    expect(endpoints).not.toContain(NO_ENDPOINT);
  });

  it('refuses more endpoints than rows can name', async () => {
    const wire = createWire({
      endpoint: { url: 'http://127.0.0.1:1' },
      moreEndpoints: Array.from({ length: 63 }, () => ({ url: 'http://127.0.0.1:1' })),
    });
    stops.unshift(() => wire.stop());
    await expect(wire.start()).rejects.toMatchObject({ code: 'ADDRESS' });
  });
});
