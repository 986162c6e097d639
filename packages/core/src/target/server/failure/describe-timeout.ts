import { formatDuration } from '../../../spec/quantity.ts';
import type { TransportFailure } from '../../transport/transport-failure.ts';
import type { ExchangeFacts } from '../session/exchange-log.ts';

/** Time limits of a request. */
export interface RequestBounds {
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
}

/** How far the request got. */
function progressOf({ firstByteNs }: ExchangeFacts, events: number): string {
  if (Number.isNaN(firstByteNs)) return 'no response header came';
  if (events === 0) return 'a response header came, but no event';
  return `the response stopped after ${events} event${events === 1 ? '' : 's'}`;
}

/**
 * Describes a timeout: how far the request got, and the option that sets the limit.
 * @param events of the response received before
 * @returns undefined for other failures
 */
export function describeTimeout(
  { kind }: TransportFailure,
  facts: ExchangeFacts,
  { connectTimeoutMs, requestTimeoutMs }: RequestBounds,
  events: number,
): string | undefined {
  switch (kind) {
    case 'timeout':
      return (
        `Timed out after ${formatDuration(requestTimeoutMs)}: ${progressOf(facts, events)}. ` +
        'Check the server, or raise target.requestTimeout.'
      );
    case 'connect-timeout':
      return (
        `The server did not accept a connection within ${formatDuration(connectTimeoutMs)}. ` +
        'Check the server, or raise target.connectTimeout.'
      );
    default:
      return undefined;
  }
}
