import { missingNative } from './missing-native.ts';
import type {
  Transport,
  TransportFactory,
  TransportListener,
  TransportOptions,
} from './transport.ts';
import { WorkerTransport } from './undici/worker-transport.ts';
import { WireTransport } from './wire-transport.ts';

/**
 * Makes the transport that carries a load: the native wire for http; undici in a worker, whose clock the report then names, for
 * https and where the native part is missing.
 */
export function transportFor(protocol: TransportOptions['protocol']): TransportFactory {
  return protocol === 'http:' && missingNative() === undefined
    ? (options, listener) => new WireTransport(options, listener)
    : (options, listener) => new WorkerTransport(options, listener);
}

/** The transport to a server. */
export function createTransport(options: TransportOptions, listener: TransportListener): Transport {
  return transportFor(options.protocol)(options, listener);
}
