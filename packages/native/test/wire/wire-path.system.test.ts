import { afterEach, describe, expect, it } from 'vitest';
import { createMockServer, createWire, WIRE_EVENT, WIRE_FLAG } from '../../src/index.ts';
import { waitUntil } from '../support/wait-until.ts';
import { chat, post } from './collect.ts';

/** One row of a request. */
interface Row {
  readonly kind: number;
  readonly flags: number;
  readonly atNs: number;
  readonly leastRoundTripNs: number;
  readonly firstByteNs: number;
  readonly retransmits: number;
  readonly detail: number;
}

describe('the path of a request', () => {
  let stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops) stop();
    stops = [];
  });

  /** The rows of requests, one after the other. */
  async function rowsOf(...requests: readonly Uint8Array[]): Promise<Row[]> {
    const mock = createMockServer({ timeToFirstTokenMs: 20, outputTokens: 2 });
    stops.push(() => mock.stop());
    const wire = createWire({ endpoint: { url: mock.url } });
    stops.unshift(() => wire.stop());
    await wire.start();
    const rows: Row[] = [];
    for (const [id, bytes] of requests.entries()) {
      wire.stage([{ id, bytes }]);
      await waitUntil(() => {
        const batch = wire.drain();
        for (let row = 0; row < batch.count; row += 1) {
          rows.push({
            kind: batch.kind[row] ?? 0,
            flags: batch.flags[row] ?? 0,
            atNs: batch.atNs[row] ?? Number.NaN,
            leastRoundTripNs: batch.leastRoundTripNs[row] ?? Number.NaN,
            firstByteNs: batch.firstByteNs[row] ?? Number.NaN,
            retransmits: batch.retransmits[row] ?? Number.NaN,
            detail: batch.detail[row] ?? Number.NaN,
          });
        }
        return rows.filter(({ kind }) => kind === WIRE_EVENT.end).length > id;
      });
    }
    expect(wire.account().leastRoundTripNs).toBeGreaterThan(0);
    expect(wire.account()).toMatchObject({ retransmits: 0, outOfOrder: 0 });
    // Both requests took longer than the pause between readings of a path.
    expect(wire.account().roundTripP50Ns).toBeGreaterThan(0);
    return rows;
  }

  it('is in the rows of a short request: the round trip, and no loss', async () => {
    const rows = await rowsOf(chat());
    const ofKind = (kind: number): Row | undefined => rows.find((row) => row.kind === kind);
    expect(ofKind(WIRE_EVENT.sent)?.leastRoundTripNs).toBeGreaterThan(0);
    expect(ofKind(WIRE_EVENT.sent)?.leastRoundTripNs).toBeLessThan(1e9);
    expect(ofKind(WIRE_EVENT.sent)?.firstByteNs).toBeNaN();
    expect(ofKind(WIRE_EVENT.end)).toMatchObject({
      retransmits: 0,
      detail: 0,
      leastRoundTripNs: NaN,
    });
    expect(ofKind(WIRE_EVENT.departed)).toBeUndefined();
  });

  it('has the departure of a long request after its send and before its response', async () => {
    // On loopback a segment has 64 KiB.
    const messages = [{ role: 'user', content: 'x'.repeat(300_000) }];
    const long = post('/v1/chat/completions', { model: 'mock', stream: true, messages });
    const rows = await rowsOf(long, long);
    const kinds = rows.map(({ kind }) => kind);
    for (const from of [0, kinds.lastIndexOf(WIRE_EVENT.sent)]) {
      const sentAt = kinds.indexOf(WIRE_EVENT.sent, from);
      const departedAt = kinds.indexOf(WIRE_EVENT.departed, from);
      const headAt = kinds.indexOf(WIRE_EVENT.head, from);
      expect(departedAt).toBeGreaterThan(sentAt);
      expect(departedAt).toBeLessThan(headAt);
      expect((rows[sentAt]?.flags ?? 0) & WIRE_FLAG.long).toBe(WIRE_FLAG.long);
      expect(rows[departedAt]?.atNs).toBeGreaterThan(rows[sentAt]?.atNs ?? Number.NaN);
      expect(rows[departedAt]?.atNs).toBeLessThan(rows[headAt]?.atNs ?? Number.NaN);
    }
  });
});
