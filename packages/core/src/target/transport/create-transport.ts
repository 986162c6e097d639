import type { Transport, TransportListener, TransportOptions } from './transport.ts';
import { WorkerTransport } from './undici/worker-transport.ts';
import { WireTransport } from './wire-transport.ts';

/** http uses the native wire; https uses undici in a worker, whose clock the report then names. */
export function createTransport(options: TransportOptions, listener: TransportListener): Transport {
  return options.protocol === 'http:'
    ? new WireTransport(options, listener)
    : new WorkerTransport(options, listener);
}
