import {
  createWire,
  WIRE_EVENT,
  WireError,
  type NativeWire,
  type WireAccount,
  type WireBatch,
} from '@loadcell/native';
import { NO_LIMIT, type ClientLimit } from '../../spec/quality/client-usage.ts';
import { nowNs } from '../../stream/clock.ts';
import { serializeHttpRequest } from '../codec/http-request.ts';
import { TargetError } from '../errors.ts';
import {
  type StagedRequest,
  type Transport,
  type TransportAccount,
  type TransportListener,
  type TransportOptions,
  type TransportRecord,
} from './transport.ts';
import { DrainTimer } from './drain-timer.ts';
import { clientPathOf, pathOf } from './wire-path.ts';
import { ResponseHeads } from './response-heads.ts';
import { wireOptions } from './wire-transport-options.ts';
import { asTargetError, bytesOf, endingOf, readOf, replicaOf, wasResent } from './wire-rows.ts';

interface OpenWire {
  readonly wire: NativeWire;
  readonly openedNs: number;
}

/** A transport on the native wire: one thread sends and takes timestamps, however busy JavaScript is. For http only. */
export class WireTransport implements Transport {
  readonly clock = 'native';
  readonly #options: TransportOptions;
  readonly #hasReplicas: boolean;
  readonly #listener: TransportListener;
  /** Requests in flight whose send was reported. */
  readonly #reportedSends = new Set<number>();
  /** Requests in flight whose resend was reported. */
  readonly #resent = new Set<number>();
  /** Requests in flight whose timeout is their cut. */
  readonly #cut = new Set<number>();
  readonly #heads = new ResponseHeads();
  #inFlight = 0;
  #open: OpenWire | undefined;
  readonly #timer = new DrainTimer(() => this.#drain());
  #isClosed = false;

  constructor(options: TransportOptions, listener: TransportListener) {
    this.#options = options;
    this.#hasReplicas = options.moreReplicas !== undefined;
    this.#listener = listener;
  }

  async open(connections: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#open !== undefined || this.#isClosed) throw stateError('is already open, or closed');
    const wire = createWire(wireOptions(this.#options, connections));
    this.#open = { wire, openedNs: nowNs() };
    const stop = (): void => wire.stop();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      await wire.start();
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof WireError ? asTargetError(error) : error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  stage(requests: readonly StagedRequest[]): void {
    if (this.#isClosed) throw stateError('was closed');
    this.#opened.wire.stage(
      requests.map(({ id, scheduledNs, request, cutAfterMs = Infinity }) => {
        const endpoint = request.replica ?? (this.#hasReplicas ? 'any' : 0);
        const staged = { id, scheduledNs, bytes: serializeHttpRequest(request), endpoint } as const;
        if (cutAfterMs >= this.#options.requestTimeoutMs) return staged;
        this.#cut.add(id);
        // The native thread cuts at its deadline, however busy this thread is.
        return { ...staged, timeoutMs: cutAfterMs };
      }),
    );
    this.#inFlight += requests.length;
    this.#timer.begin(requests);
    this.#timer.set(this.#inFlight);
  }

  cancel(ids: readonly number[] | 'all'): void {
    const wire = this.#open?.wire;
    if (wire === undefined || this.#isClosed) return;
    if (ids === 'all') wire.cancelAll();
    else for (const id of ids) wire.cancel(id);
  }

  finish(ids: readonly number[]): void {
    if (this.#isClosed) return;
    for (const id of ids) this.#opened.wire.finish(id);
  }

  closeIdle(): void {
    if (!this.#isClosed) this.#opened.wire.closeIdle();
  }

  endSending(): void {
    this.#opened.wire.endSending();
  }

  account(): Promise<TransportAccount> {
    const { wire, openedNs } = this.#opened;
    const account = wire.account();
    return Promise.resolve({
      clock: this.clock,
      connectionsOpenedBefore: account.connectionsOpenedBefore,
      connectionsOpenedDuring: account.connectionsOpenedDuring,
      freshConnections: account.freshConnections,
      ...(account.sourceAddresses > 1 ? { sourceAddresses: account.sourceAddresses } : {}),
      resends: account.resends,
      limit: limitOf(account),
      delayedReads: account.readPauses,
      stamps: {
        kernelReads: account.kernelStampedReads,
        threadReads: account.threadStampedReads,
        rejected: account.rejectedStamps,
        clockSteps: account.clockSteps,
        latenessP99Ms: account.readLatenessP99Ns / 1e6,
        latenessMaxMs: account.readLatenessMaxNs / 1e6,
      },
      ...clientPathOf(account),
      busyRatio: Math.min(1, account.cpuNs / (nowNs() - openedNs)),
    });
  }

  close(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#isClosed = true;
    this.#timer.stop();
    this.#open?.wire.stop();
    while (this.#open !== undefined && this.#inFlight > 0 && this.#drain() > 0);
    return Promise.resolve();
  }

  get #opened(): OpenWire {
    if (this.#open !== undefined) return this.#open;
    throw stateError('was not opened');
  }

  /** Takes new records. @returns number of rows */
  #drain(): number {
    const batch = this.#opened.wire.drain();
    const records: TransportRecord[] = [];
    for (let row = 0; row < batch.count; row += 1) this.#read(batch, row, records);
    this.#timer.set(this.#inFlight, { records: batch.count, bytes: batch.bytes.length });
    if (records.length > 0) this.#listener.onRecords(records);
    return batch.count;
  }

  #read(batch: WireBatch, row: number, records: TransportRecord[]): void {
    const id = batch.requestId[row] ?? Number.NaN;
    const atNs = batch.atNs[row] ?? Number.NaN;
    switch (batch.kind[row]) {
      case WIRE_EVENT.sent:
        this.#reportSend(batch, row, records);
        break;
      case WIRE_EVENT.departed:
        records.push({ kind: 'departed', id, atNs });
        break;
      case WIRE_EVENT.head: {
        this.#reportResend(batch, row, records);
        const status = batch.status[row] ?? Number.NaN;
        const headers = this.#heads.read(bytesOf(batch, row));
        records.push({ kind: 'head', id, atNs, status, headers });
        break;
      }
      case WIRE_EVENT.body: {
        const isDelayed = (batch.readDelayNs[row] ?? 0) > 0;
        const bytes = bytesOf(batch, row);
        records.push({ kind: 'body', id, atNs, bytes, isDelayed, read: readOf(batch, row) });
        break;
      }
      default:
        this.#reportSend(batch, row, records);
        this.#reportResend(batch, row, records);
        records.push(this.#named(endingOf(batch, row, id, atNs, this.#cut.delete(id)), batch, row));
        this.#reportedSends.delete(id);
        this.#resent.delete(id);
        this.#timer.end(id);
        this.#inFlight -= 1;
    }
  }

  #reportResend(batch: WireBatch, row: number, records: TransportRecord[]): void {
    const id = batch.requestId[row] ?? Number.NaN;
    if (!wasResent(batch, row) || this.#resent.has(id)) return;
    this.#resent.add(id);
    records.push({ kind: 'resent', id, atNs: batch.atNs[row] ?? Number.NaN });
  }

  /** The row of the send may be missing; the last row of a request also contains it. */
  #reportSend(batch: WireBatch, row: number, records: TransportRecord[]): void {
    const id = batch.requestId[row] ?? Number.NaN;
    const sentNs = batch.sentNs[row] ?? Number.NaN;
    if (Number.isNaN(sentNs) || this.#reportedSends.has(id)) return;
    this.#reportedSends.add(id);
    const begunNs = batch.scheduledNs[row] ?? Number.NaN;
    if (!Number.isNaN(begunNs)) records.push({ kind: 'begun', id, atNs: begunNs });
    const connectedNs = batch.connectedNs[row] ?? Number.NaN;
    if (!Number.isNaN(connectedNs)) records.push({ kind: 'connected', id, atNs: connectedNs });
    const path = pathOf(batch, row);
    const sent = { kind: 'sent', id, atNs: sentNs } as const;
    records.push(this.#named(path === undefined ? sent : { path, ...sent }, batch, row));
  }

  /** With the replica of its row, where there are several. */
  #named(record: TransportRecord, batch: WireBatch, row: number): TransportRecord {
    if (record.kind !== 'sent' && record.kind !== 'failed') return record;
    const replica = this.#hasReplicas ? replicaOf(batch, row) : undefined;
    return replica === undefined ? record : { replica, ...record };
  }
}

function limitOf(account: WireAccount): ClientLimit {
  if (account.limitedRequests === 0) return NO_LIMIT;
  return {
    cause: account.limitCause === 'descriptors' ? 'descriptors' : 'maxConcurrency',
    requests: account.limitedRequests,
    longestWaitMs: account.longestLimitedNs / 1e6,
    connections: account.limitedAtConnections,
  };
}

function stateError(what: string): TargetError {
  return new TargetError(`the transport ${what}`, {
    code: 'TRANSPORT_CLOSED',
    help: 'make a new one for more requests',
  });
}
