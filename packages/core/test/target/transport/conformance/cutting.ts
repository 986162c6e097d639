import { describe, expect, it } from 'vitest';
import type {
  TransportFactory,
  TransportRecord,
} from '../../../../src/target/transport/transport.ts';
import {
  chunk,
  CHUNKED_HEAD,
  RawServer,
  response,
  type RawScript,
} from '../../server/raw-server.ts';
import { optionsFor, TransportRun, useCleanup } from '../transport-run.ts';

const AFTER_MS = 60;

/** Requests that are cut on purpose. */
export function describeCutting(make: TransportFactory): void {
  const onCleanup = useCleanup();

  async function start(script: RawScript, requestTimeoutMs = 20_000): Promise<TransportRun> {
    const server = await RawServer.listen(script);
    onCleanup(() => server.close());
    const run = new TransportRun(make, optionsFor(server.url, { requestTimeoutMs }));
    onCleanup(() => run.transport.close());
    await run.transport.open(0);
    return run;
  }

  const lastOf = ({ records }: TransportRun, id: number): TransportRecord | undefined =>
    records.findLast((record) => record.id === id);

  const sentNs = ({ records }: TransportRun, id: number): number =>
    records.find((record) => record.id === id && record.kind === 'sent')?.atNs ?? Number.NaN;

  describe('a request cut on purpose', () => {
    it('keeps the data until the cut, closes its connection, and does not affect others', async () => {
      let closed = 0;
      const run = await start((_request, socket) => {
        socket.on('close', () => {
          closed += 1;
        });
        socket.write(CHUNKED_HEAD + chunk('first'));
      });
      run.stage({ cutAfterMs: AFTER_MS }, {});
      await run.until((records) => records.some(({ kind }) => kind === 'failed'));
      const cut = lastOf(run, 1);
      expect(cut).toMatchObject({ kind: 'failed', failure: { kind: 'abandoned' } });
      expect((cut?.atNs ?? 0) - sentNs(run, 1)).toBeGreaterThanOrEqual(AFTER_MS * 1e6 - 1e6);
      expect(run.records.filter(({ kind, id }) => kind === 'body' && id === 1)).toHaveLength(1);
      expect(lastOf(run, 2)?.kind).not.toBe('failed');
      run.transport.cancel('all');
      await run.untilOver(2);
      expect(lastOf(run, 2)).toMatchObject({ failure: { kind: 'cancelled' } });
      expect(closed).toBeGreaterThanOrEqual(1);
    });

    it('ends normally when its response is complete before the cut', async () => {
      const run = await start((_request, socket) => {
        socket.write(response(200, 'whole'));
      });
      run.stage({ cutAfterMs: 10_000 });
      await run.untilOver(1);
      expect(lastOf(run, 1)).toMatchObject({ kind: 'end' });
    });

    it('times out when the request timeout comes first', async () => {
      const run = await start(() => {}, AFTER_MS);
      run.stage({ cutAfterMs: AFTER_MS });
      await run.untilOver(1);
      expect(lastOf(run, 1)).toMatchObject({ failure: { kind: 'timeout' } });
    });
  });
}
