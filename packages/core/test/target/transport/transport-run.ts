import { afterEach } from 'vitest';
import { nowNs } from '../../../src/stream/clock.ts';
import { getRequest, type HttpRequest } from '../../../src/target/codec/http-request.ts';
import { parseEndpoint } from '../../../src/target/server/session/endpoint.ts';
import type {
  StagedRequest,
  Transport,
  TransportFactory,
  TransportOptions,
  TransportRecord,
} from '../../../src/target/transport/transport.ts';

/** Test limits: long enough that only a fault reaches them. */
const BOUNDS = {
  maxConcurrency: 4,
  reusesConnections: true,
  connectTimeoutMs: 10_000,
  requestTimeoutMs: 20_000,
  maxHeaderBytes: 16 * 1024,
  maxBodyBytes: 2 ** 20,
};

/** Options for a server of a test. */
export function optionsFor(url: string, change: Partial<TransportOptions> = {}): TransportOptions {
  const { protocol, hostname, port, socketPath } = parseEndpoint(url);
  return {
    protocol,
    hostname,
    port,
    ...(socketPath === undefined ? {} : { socketPath }),
    ...BOUNDS,
    ...change,
  };
}

export const GET: HttpRequest = getRequest({ host: '127.0.0.1', basePath: '' }, '/', '*/*');

/** A transport whose records can be awaited. */
export class TransportRun {
  readonly transport: Transport;
  readonly records: TransportRecord[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(make: TransportFactory, options: TransportOptions) {
    this.transport = make(options, {
      onRecords: (records) => {
        this.records.push(...records);
        for (const wake of this.#waiting) wake();
      },
      onBroken: (error) => {
        throw error;
      },
    });
  }

  stage(...requests: readonly Partial<StagedRequest>[]): void {
    this.transport.stage(
      requests.map((request, index) => ({
        id: index + 1,
        scheduledNs: nowNs(),
        request: GET,
        ...request,
      })),
    );
  }

  /** Resolves once the records satisfy the predicate. */
  until(isEnough: (records: readonly TransportRecord[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        if (!isEnough(this.records)) return;
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
      wake();
    });
  }

  /** Resolves once this number of requests is over. */
  untilOver(count: number): Promise<void> {
    return this.until(
      (records) =>
        records.filter(({ kind }) => kind === 'end' || kind === 'failed').length >= count,
    );
  }

  /** Records of one request, in order. */
  of(id: number): TransportRecord[] {
    return this.records.filter((record) => record.id === id);
  }

  kinds(id: number): string[] {
    return this.of(id).map((record) =>
      record.kind === 'failed' ? `failed: ${record.failure.kind}` : record.kind,
    );
  }

  /** Timestamp of a request's record. */
  atNs(id: number, kind: TransportRecord['kind']): number {
    return this.of(id).find((record) => record.kind === kind)?.atNs ?? Number.NaN;
  }

  body(id: number): string {
    return this.of(id)
      .map((record) => (record.kind === 'body' ? Buffer.from(record.bytes).toString('latin1') : ''))
      .join('');
  }
}

/** Closes what a test opened, last first. */
export function useCleanup(): (close: () => Promise<unknown>) => void {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  });
  return (close) => {
    closers.push(close);
  };
}
