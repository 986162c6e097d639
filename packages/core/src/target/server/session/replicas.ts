import type { HttpOrigin } from '../../codec/http-request.ts';
import type { TransportEndpoint } from '../../transport/transport.ts';
import { parseEndpoint, type Endpoint } from './endpoint.ts';

/** How a load is spread over replicas. */
export const BALANCES = ['round-robin', 'least-in-flight', 'fixed'] as const;

/** Replicas at most: those of one native wire. */
export const MOST_REPLICAS = 63;

/** One of {@link BALANCES}. */
export type Balance = (typeof BALANCES)[number];

/** Like servers that share a load. */
export interface ReplicaOptions {
  /** Their URLs, the main one first: 2 to 63 with one scheme and one path. */
  readonly urls: readonly string[];
  readonly balance: Balance;
}

/** Where a request stands in its load; a request outside a load has no place. */
export interface PlaceInLoad {
  /** Its index in the whole load, over all machines. */
  readonly place?: number;
  /** Index of its conversation in the whole load. */
  readonly conversation?: number;
  /** Its turn of that conversation, from 1. */
  readonly turn?: number;
}

/**
 * The replicas of a server. The place of a request in the whole load decides where it goes, so that workers that share a load
 * send each request where one worker would.
 */
export class Replicas {
  readonly endpoints: readonly Endpoint[];
  /** As rows and reports name them. */
  readonly names: readonly string[];
  readonly #balance: Balance;
  #placeless = 0;

  /** @throws {ConfigError} when a URL is invalid */
  constructor({ urls, balance }: ReplicaOptions) {
    this.endpoints = urls.map(parseEndpoint);
    this.names = urls.map((url) => url.replace(/\/+$/, ''));
    this.#balance = balance;
  }

  /** All replicas but the first, for a transport. */
  get more(): readonly TransportEndpoint[] {
    return this.endpoints.slice(1).map(({ hostname, port, host, socketPath }) => ({
      hostname,
      port,
      host,
      ...(socketPath === undefined ? {} : { socketPath }),
    }));
  }

  /** The origin of a request. @param origin of the first replica */
  originOf(origin: HttpOrigin, place: PlaceInLoad): HttpOrigin {
    if (this.#balance === 'least-in-flight') {
      const { replica: _, ...any } = origin;
      // The transport replaces it by the name of the replica, in the same memory.
      return { ...any, host: this.#longestHost };
    }
    const replica = this.#indexOf(place) % this.endpoints.length;
    return { ...origin, replica, host: this.endpoints[replica]?.host ?? origin.host };
  }

  #indexOf({ place, conversation, turn = 1 }: PlaceInLoad): number {
    if (conversation !== undefined) {
      return this.#balance === 'fixed' ? conversation : conversation + turn - 1;
    }
    if (place !== undefined) return place;
    this.#placeless += 1;
    return this.#placeless - 1;
  }

  get #longestHost(): string {
    return this.endpoints.reduce((one, { host }) => (host.length > one.length ? host : one), '');
  }
}
