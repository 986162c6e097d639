import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createMockServer,
  createWire,
  WIRE_EVENT,
  WIRE_FLAG,
  type MockServerOptions,
  type NativeMockServer,
  type NativeWire,
  type WireOptions,
} from '../../src/index.ts';
import { waitUntil } from '../support/wait-until.ts';
import { chat, Collector, get, nowNs } from './collect.ts';

describe('a wire', () => {
  let stops: (() => void)[] = [];
  beforeEach(() => {
    stops = [];
  });
  afterEach(() => {
    for (const stop of stops) stop();
  });

  function mockOf(options: MockServerOptions = {}): NativeMockServer {
    const mock = createMockServer({
      timeToFirstTokenMs: 0,
      interTokenLatencyMs: 0,
      outputTokens: 3,
      ...options,
    });
    stops.push(() => mock.stop());
    return mock;
  }

  function wireTo(mock: NativeMockServer, options: Partial<WireOptions> = {}): NativeWire {
    const wire = createWire({ endpoint: { url: mock.url }, ...options });
    stops.unshift(() => wire.stop());
    return wire;
  }

  it('gives every read the arrival by the kernel, between its bounds', async () => {
    const wire = wireTo(mockOf({ timeToFirstTokenMs: 10, interTokenLatencyMs: 2 }));
    await wire.start();
    wire.stage([{ id: 1, bytes: chat() }]);
    let reads = 0;
    let hasEnded = false;
    await waitUntil(() => {
      const { count, kind, flags, atNs, readNs, afterNs } = wire.drain();
      for (let row = 0; row < count; row++) {
        const kindOfRow = kind[row] ?? 0;
        hasEnded ||= kindOfRow === WIRE_EVENT.end;
        if (kindOfRow !== WIRE_EVENT.body) continue;
        reads += 1;
        expect((flags[row] ?? 0) & WIRE_FLAG.threadStamped).toBe(0);
        expect(atNs[row]).toBeGreaterThanOrEqual(afterNs[row] ?? Number.NaN);
        expect(atNs[row]).toBeLessThanOrEqual(readNs[row] ?? Number.NaN);
      }
      return hasEnded;
    });
    expect(reads).toBeGreaterThan(0);
    expect(wire.account()).toMatchObject({ threadStampedReads: 0, rejectedStamps: 0 });
    expect(wire.account().kernelStampedReads).toBeGreaterThanOrEqual(reads);
    expect(wire.account().readLatenessMaxNs).toBeGreaterThanOrEqual(0);
  });

  it('sends a request and timestamps the response, in order', async () => {
    const mock = mockOf({ timeToFirstTokenMs: 10, interTokenLatencyMs: 2 });
    const wire = wireTo(mock);
    expect(wire.state).toBe('created');
    const opening = wire.start();
    expect(wire.state).toBe('opening');
    await opening;
    expect(wire.state).toBe('open');
    const scheduledNs = nowNs() + 5e6;
    wire.stage([{ id: 41, bytes: chat(), scheduledNs }]);
    const rows = new Collector(wire);
    await rows.untilEnded(1);
    const request = rows.of(41);
    expect(request).toMatchObject({ outcome: 'end', status: 200, failure: 'none', scheduledNs });
    expect(request.kinds[0]).toBe(WIRE_EVENT.sent);
    expect(request.kinds[1]).toBe(WIRE_EVENT.head);
    expect(request.kinds.at(-1)).toBe(WIRE_EVENT.end);
    expect(request.atNs).toEqual(request.atNs.toSorted((a, b) => a - b));
    expect(request.head).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n$/);
    expect(request.body.match(/"sent_ns":/g)).toHaveLength(3);
    expect(request.bodyBytes).toBe(request.body.length);
    expect(request.sentNs).toBeGreaterThanOrEqual(scheduledNs);
    expect(request.firstByteNs).toBeGreaterThan(request.sentNs);
    expect(request.connectedNs).toBeNaN();
    expect(wire.account()).toMatchObject({
      staged: 1,
      sent: 1,
      completed: 1,
      connectionsOpenedBefore: 1,
      connectionsOpenedDuring: 0,
      readPauses: 0,
      lastConnectFailure: 'none',
    });
    expect(wire.account().cpuNs).toBeGreaterThan(0);
  });

  it('timestamps every event after the server sent it, as recorded in the event', async () => {
    const mock = mockOf({ interTokenLatencyMs: 1, outputTokens: 50 });
    const wire = wireTo(mock);
    await wire.start();
    wire.stage([{ id: 1, bytes: chat() }]);
    const rows = new Collector(wire);
    await rows.untilEnded(1);
    const sent = [...rows.of(1).body.matchAll(/"sent_ns":(\d+)/g)].map(([, ns]) => Number(ns));
    expect([...mock.drainStamps().sentNs]).toEqual(sent);
    expect(rows.of(1).endNs).toBeGreaterThan(sent.at(-1) ?? Number.NaN);
  });

  it('is a closed loop for requests without a scheduled start: never more in flight than connections', async () => {
    const mock = mockOf({ timeToFirstTokenMs: 2 });
    const wire = wireTo(mock, { connections: 3 });
    await wire.start();
    wire.stage(Array.from({ length: 30 }, (_, id) => ({ id, bytes: chat() })));
    const rows = new Collector(wire);
    await rows.untilEnded(30);
    expect(mock.account()).toMatchObject({ acceptedConnections: 3, answered: 30 });
    for (const one of rows.requests.values()) {
      const others = [...rows.requests.values()];
      const atOnce = others.filter(
        ({ sentNs, endNs }) => sentNs <= one.sentNs && one.sentNs < endNs,
      );
      expect(atOnce.length).toBeLessThanOrEqual(3);
    }
  });

  it('opens connections on demand within its limit, marks the requests that needed one, and counts them', async () => {
    // No response is sent before all requests have arrived.
    const mock = mockOf({ timeToFirstTokenMs: 60_000 });
    const wire = wireTo(mock, { connections: 1, maxConcurrency: Infinity });
    await wire.start();
    wire.stage(Array.from({ length: 4 }, (_, id) => ({ id, bytes: chat() })));
    await waitUntil(() => wire.account().sent === 4);
    wire.cancelAll();
    const rows = new Collector(wire);
    await rows.untilEnded(4);
    const withOwn = [...rows.requests.values()].filter((one) => !Number.isNaN(one.connectedNs));
    expect(withOwn).toHaveLength(3);
    expect(wire.account()).toMatchObject({
      connectionsOpenedBefore: 1,
      connectionsOpenedDuring: 3,
    });
  });

  it('accepts requests in batches while it runs', async () => {
    const wire = wireTo(mockOf(), { connections: 4 });
    await wire.start();
    const rows = new Collector(wire);
    for (let piece = 0; piece < 20; piece++) {
      wire.stage(
        Array.from({ length: 50 }, (_, i) => ({ id: piece * 50 + i, bytes: get('/health') })),
      );
      await rows.untilEnded(piece * 50);
    }
    await rows.untilEnded(1000);
    expect(wire.account()).toMatchObject({ staged: 1000, completed: 1000, waitingRows: 0 });
    expect([...rows.requests.values()].every(({ body }) => body === '{"status":"ok"}')).toBe(true);
  });

  it('pauses reading when rows are not drained, marks late reads, and loses nothing', async () => {
    const mock = mockOf({ outputTokens: 2000 });
    const wire = wireTo(mock, { arenaBytes: 160 * 1024, ringSlots: 64 });
    await wire.start();
    wire.stage([{ id: 1, bytes: chat() }]);
    await waitUntil(() => wire.account().readPauses > 0);
    const rows = new Collector(wire);
    await rows.untilEnded(1);
    expect(rows.of(1).body.match(/"sent_ns":/g)).toHaveLength(2000);
    expect(rows.of(1).readDelayed).toBe(true);
    expect(rows.of(1).longestReadDelayNs).toBeGreaterThan(0);
    expect(wire.account().readPausedNs).toBeGreaterThan(0);
  });

  it('cancels one request, then all, and continues with later ones', async () => {
    const mock = mockOf({ timeToFirstTokenMs: 60_000 });
    const wire = wireTo(mock, { connections: 3, maxConcurrency: 3 });
    await wire.start();
    wire.stage(Array.from({ length: 6 }, (_, id) => ({ id, bytes: chat() })));
    await waitUntil(() => wire.account().sent === 3);
    wire.cancel(1);
    const rows = new Collector(wire);
    await rows.untilEnded(1);
    expect(rows.of(1)).toMatchObject({ outcome: 'failed', failure: 'cancelled' });
    wire.cancelAll();
    await rows.untilEnded(6);
    expect([...rows.requests.values()].map(({ failure }) => failure)).toEqual(
      Array.from({ length: 6 }, () => 'cancelled'),
    );
    wire.stage([{ id: 7, bytes: get('/health') }]);
    await rows.untilEnded(7);
    expect(rows.of(7).outcome).toBe('end');
  });

  it('drops unsent requests when sending ends, and completes those in flight', async () => {
    const mock = mockOf({ timeToFirstTokenMs: 20 });
    const wire = wireTo(mock);
    await wire.start();
    wire.stage(Array.from({ length: 500 }, (_, id) => ({ id, bytes: chat() })));
    await waitUntil(() => wire.account().sent > 0);
    wire.endSending();
    const rows = new Collector(wire);
    await rows.untilEnded(500);
    expect(rows.of(0).outcome).toBe('end');
    const { completed, dropped } = wire.account();
    expect(completed + dropped).toBe(500);
    expect(rows.of(499)).toMatchObject({ outcome: 'dropped', sentNs: Number.NaN });
  });

  it('reports every request after the stop, even with a small ring', async () => {
    const mock = mockOf({ timeToFirstTokenMs: 60_000 });
    const wire = wireTo(mock, { connections: 2, ringSlots: 16 });
    await wire.start();
    wire.stage(Array.from({ length: 300 }, (_, id) => ({ id, bytes: chat() })));
    await waitUntil(() => wire.account().sent === 2);
    wire.stop();
    wire.stop();
    expect(wire.state).toBe('stopped');
    const rows = new Collector(wire);
    while (rows.drain());
    expect(rows.ended).toBe(300);
    expect(wire.account()).toMatchObject({ cancelled: 2, dropped: 298 });
  });

  it('gives every staged request exactly one last row, whatever its outcome', async () => {
    const plan = fc.record({
      requests: fc.integer({ min: 0, max: 60 }),
      connections: fc.integer({ min: 0, max: 5 }),
      spare: fc.integer({ min: 1, max: 5 }),
      ringSlots: fc.constantFrom(4, 16, 1024),
      errorRate: fc.constantFrom(0, 0.3, 1),
      fault: fc.constantFrom('status' as const, 'drop' as const),
      timeoutMs: fc.constantFrom(1, 5, 10_000),
      cancels: fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 5 }),
      end: fc.constantFrom(
        'wait' as const,
        'end sending' as const,
        'cancel all' as const,
        'stop' as const,
      ),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ requests, connections, spare, end, cancels, ...options }) => {
        const mock = mockOf({
          timeToFirstTokenMs: 1,
          interTokenLatencyMs: 1,
          ...options,
          ringSlots: 64,
        });
        const wire = wireTo(mock, {
          connections,
          maxConcurrency: connections + spare,
          ringSlots: options.ringSlots,
          timeoutMs: options.timeoutMs,
        });
        await wire.start();
        const startNs = nowNs();
        wire.stage(
          Array.from({ length: requests }, (_, id) => ({
            id,
            bytes: chat(),
            ...(id % 3 === 0 ? {} : { scheduledNs: startNs + id * 2e5 }),
          })),
        );
        for (const id of cancels) wire.cancel(id);
        if (end === 'end sending') wire.endSending(startNs + 2e6);
        if (end === 'cancel all') wire.cancelAll();
        if (end === 'stop') wire.stop();
        const rows = new Collector(wire);
        await rows.untilEnded(requests);
        wire.stop();
        while (rows.drain());
        mock.stop();
        expect(rows.ended).toBe(requests);
        expect(rows.requests.size).toBe(requests);
        const { completed, failed, cancelled, dropped } = wire.account();
        expect(completed + failed + cancelled + dropped).toBe(requests);
        for (const { kinds } of rows.requests.values()) {
          expect(kinds.filter((kind) => kind >= WIRE_EVENT.end)).toHaveLength(1);
          expect(kinds.at(-1)).toBeGreaterThanOrEqual(WIRE_EVENT.end);
        }
      }),
      { numRuns: 40 },
    );
  });
});
