import {
  describeWireFailure,
  NO_ENDPOINT,
  WIRE_EVENT,
  WIRE_FLAG,
  wireFailureOf,
  type WireBatch,
  type WireError,
  type WireFailure,
} from '@loadcell/native';
import { withAdvice } from '../../spec/error/with-advice.ts';
import { TargetError } from '../errors.ts';
import { TransportError } from './transport-error.ts';
import {
  ABANDONED,
  DROPPED,
  OWN_LIMIT_HELP,
  type TransportFailure,
  type TransportFailureKind,
} from './transport-failure.ts';
import { lossesOf } from './wire-path.ts';
import type { ReadBounds, TransportRecord } from './transport.ts';

/** The transport kind of each wire failure. */
const KIND_BY_FAILURE: Readonly<Record<WireFailure, TransportFailureKind>> = Object.freeze({
  none: 'socket',
  refused: 'refused',
  reset: 'reset',
  'connect-timeout': 'connect-timeout',
  timeout: 'timeout',
  protocol: 'protocol',
  'header-too-large': 'header-too-large',
  'body-too-large': 'body-too-large',
  'closed-early': 'closed-early',
  'too-many-files': 'too-many-files',
  'no-ports': 'no-ports',
  cancelled: 'cancelled',
  unreachable: 'unreachable',
  socket: 'socket',
});

/** What a failure adds to its message when the fresh connection failed as well. */
const RESENT_WORDS = '(resent: the server had already closed the first connection)';

/** Whether the request of a row was resent on a fresh connection. */
export function wasResent(batch: WireBatch, row: number): boolean {
  return ((batch.flags[row] ?? 0) & WIRE_FLAG.resent) !== 0;
}

/** Index of the replica of a request; undefined where none was chosen. */
export function replicaOf(batch: WireBatch, row: number): number | undefined {
  const endpoint = batch.endpoint[row];
  return endpoint === NO_ENDPOINT ? undefined : endpoint;
}

/** The bytes of a head or a part of a body. */
export function bytesOf(batch: WireBatch, row: number): Uint8Array {
  return batch.bytes.subarray(batch.byteStart[row], batch.byteEnd[row]);
}

/** The bounds of a read that has the kernel's timestamp; undefined for any other. */
export function readOf(batch: WireBatch, row: number): ReadBounds | undefined {
  if (((batch.flags[row] ?? 0) & WIRE_FLAG.threadStamped) !== 0) return undefined;
  const returnedNs = batch.readNs[row] ?? Number.NaN;
  const afterNs = batch.afterNs[row] ?? Number.NaN;
  const waitedNs = batch.longestWaitNs[row] ?? Number.NaN;
  const arrivedNs = batch.atNs[row] ?? Number.NaN;
  return { returnedNs, afterNs, doubtNs: Math.min(arrivedNs - afterNs, waitedNs) };
}

/**
 * The last record of a request.
 * @param isCut whether its timeout is a cut on purpose
 */
export function endingOf(
  batch: WireBatch,
  row: number,
  id: number,
  atNs: number,
  isCut: boolean,
): TransportRecord {
  const losses = lossesOf(batch, row);
  switch (batch.kind[row]) {
    case WIRE_EVENT.end:
      return { kind: 'end', id, atNs, losses };
    case WIRE_EVENT.dropped:
      return { kind: 'failed', id, atNs, failure: DROPPED };
    default: {
      const failure = toFailure(wireFailureOf(batch.failure[row] ?? 0), batch.detail[row] ?? 0);
      if (isCut && failure.kind === 'timeout')
        return { kind: 'failed', id, atNs, failure: ABANDONED, losses };
      if (!wasResent(batch, row)) return { kind: 'failed', id, atNs, failure, losses };
      const message = `${failure.message} ${RESENT_WORDS}`;
      return { kind: 'failed', id, atNs, failure: { ...failure, message }, losses };
    }
  }
}

function toFailure(failure: WireFailure, detail: number): TransportFailure {
  return { kind: KIND_BY_FAILURE[failure], message: describeWireFailure(failure, detail) };
}

/** The failure to start a wire, as a target error. */
export function asTargetError(error: WireError): TargetError {
  const { code } = error;
  const [message, options] = withAdvice(error);
  if (code === 'DNS') return new TransportError({ kind: 'dns', message }, options);
  if (code === 'CONNECT') {
    const kind = KIND_BY_FAILURE[error.failure];
    const help = OWN_LIMIT_HELP.get(kind);
    return new TransportError(
      { kind, message },
      { ...options, ...(help === undefined ? {} : { help }) },
    );
  }
  return new TargetError(message, { ...options, code: `WIRE_${code}` });
}
