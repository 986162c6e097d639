import type { WireEndpoint, WireOptions } from '@loadcell/native';
import type { TransportEndpoint, TransportOptions } from './transport.ts';

/** The options of a native wire for a transport. @param connections opened in advance */
export function wireOptions(options: TransportOptions, connections: number): WireOptions {
  const { moreReplicas } = options;
  return {
    endpoint: endpointOf(options),
    ...(moreReplicas === undefined ? {} : { moreEndpoints: moreReplicas.map(endpointOf) }),
    connections: Math.min(connections, options.maxConcurrency),
    maxConcurrency: options.maxConcurrency,
    reusesConnections: options.reusesConnections,
    ...(options.sourceAddresses === undefined ? {} : { sourceAddresses: options.sourceAddresses }),
    connectTimeoutMs: options.connectTimeoutMs,
    timeoutMs: options.requestTimeoutMs,
    maxHeaderBytes: options.maxHeaderBytes,
    maxBodyBytes: options.maxBodyBytes,
  };
}

function endpointOf({ hostname, port, socketPath }: TransportEndpoint): WireEndpoint {
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  return socketPath === undefined ? { url: `http://${host}:${port}` } : { socketPath };
}
