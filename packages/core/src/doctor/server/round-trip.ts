import type { Endpoint } from '../../target/server/session/endpoint.ts';
import type { TriedRequest } from './small-requests.ts';

/** The round trip to a server, or why the kernel reports none. */
export type RoundTrip =
  | { readonly kind: 'measured'; readonly ms: number }
  /** A Unix socket has none. */
  | { readonly kind: 'local' }
  /** JavaScript sends over https, and sees no round trips. */
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'unknown' };

/** The shortest round trip of the connections of some requests. */
export function roundTripOf(
  { protocol, socketPath }: Endpoint,
  tried: readonly Pick<TriedRequest, 'finished'>[],
): RoundTrip {
  const measuredNs = tried.flatMap(({ finished }) => finished.facts.path?.leastRoundTripNs ?? []);
  if (measuredNs.length > 0) return { kind: 'measured', ms: Math.min(...measuredNs) / 1e6 };
  if (socketPath !== undefined) return { kind: 'local' };
  return { kind: protocol === 'https:' ? 'encrypted' : 'unknown' };
}
