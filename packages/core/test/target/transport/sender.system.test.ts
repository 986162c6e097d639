import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { nowNs } from '../../../src/stream/clock.ts';
import type { Transport, TransportRecord } from '../../../src/target/transport/transport.ts';
import { TransportError } from '../../../src/target/transport/transport-error.ts';
import { classifyError } from '../../../src/target/transport/undici/classify-error.ts';
import { readRecordBatch } from '../../../src/target/transport/undici/record-batch.ts';
import { UndiciSender } from '../../../src/target/transport/undici/sender.ts';
import { chunk, CHUNKED_HEAD, LAST_CHUNK, RawServer } from '../server/raw-server.ts';
import { describeTransportConformance } from './conformance.ts';
import { GET, optionsFor, useCleanup } from './transport-run.ts';

const onCleanup = useCleanup();

/** The sender without its worker: batches reach the main thread immediately. */
describeTransportConformance('undici', (options, listener): Transport => {
  const sender = new UndiciSender(options, (batch) => {
    listener.onRecords(readRecordBatch(batch));
    sender.acknowledge(batch.bytes.byteLength);
  });
  let isClosed = false;
  return {
    clock: 'undici-worker',
    open: async (connections, signal) => {
      const opened = sender.open(connections);
      opened.catch(() => {});
      const aborted = new Promise<never>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
      try {
        await Promise.race([opened, aborted]);
      } catch (error) {
        const failure = classifyError(error);
        throw failure === undefined ? error : new TransportError(failure);
      }
    },
    stage: (requests) => {
      if (isClosed) throw new Error('The transport was closed.');
      sender.stage(requests);
    },
    cancel: (ids) => sender.cancel(ids),
    finish: (ids) => sender.finish(ids),
    closeIdle: () => sender.closeIdle(),
    endSending: () => sender.endSending(),
    account: () => Promise.resolve(sender.account()),
    close: async () => {
      isClosed = true;
      await sender.close();
    },
  };
});

describe('reading responses', () => {
  it('stops while no records are taken, and marks the delayed timestamps', async () => {
    const megabyte = 'x'.repeat(2 ** 20);
    const server = await RawServer.listen((_request, socket) => {
      socket.write(CHUNKED_HEAD);
      for (let count = 0; count < 48; count += 1) socket.write(chunk(megabyte));
      socket.write(LAST_CHUNK);
    });
    onCleanup(() => server.close());
    const records: TransportRecord[] = [];
    let wake = (): void => {};
    const sender = new UndiciSender(
      optionsFor(server.url, { maxBodyBytes: 64 * 2 ** 20 }),
      (batch) => {
        records.push(...readRecordBatch(batch));
        wake();
      },
    );
    onCleanup(() => sender.close());
    const taken = (): number =>
      records.reduce(
        (sum, record) => sum + (record.kind === 'body' ? record.bytes.byteLength : 0),
        0,
      );
    const until = (isEnough: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        wake = () => {
          if (isEnough()) resolve();
        };
        wake();
      });
    sender.stage([{ id: 1, scheduledNs: nowNs(), request: GET }]);
    await until(() => taken() > 32 * 2 ** 20);
    const heldBytes = taken();
    expect(heldBytes).toBeLessThan(48 * 2 ** 20);
    sender.acknowledge(heldBytes);
    await until(() => records.at(-1)?.kind === 'end');
    expect(taken()).toBe(48 * 2 ** 20);
    expect(sender.account().delayedReads).toBeGreaterThan(0);
  });
});

describe('when sending has ended', () => {
  it('drops requests that still wait for a connection', async () => {
    // The server accepts connections but sends no TLS handshake, so that none ever opens.
    const mute = createServer((socket) => socket.on('error', () => {}));
    await once(mute.listen(0, '127.0.0.1'), 'listening');
    onCleanup(() => Promise.resolve(mute.close()));
    const address = mute.address();
    if (address === null || typeof address === 'string') throw new Error('It has no port.');
    const records: TransportRecord[] = [];
    let wake = (): void => {};
    const sender = new UndiciSender(optionsFor(`https://127.0.0.1:${address.port}`), (batch) => {
      records.push(...readRecordBatch(batch));
      wake();
    });
    onCleanup(() => sender.close());
    const isOver = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const connected = once(mute, 'connection');
    sender.stage([{ id: 1, scheduledNs: nowNs(), request: GET }]);
    await connected;
    sender.endSending();
    await isOver;
    expect(records).toMatchObject([{ kind: 'failed', id: 1, failure: { kind: 'dropped' } }]);
  });
});
