import { NativeError } from '../addon/errors.ts';
import type { WireFailure } from './wire-failure.ts';

/** Codes of {@link WireError}. */
export const WIRE_ERROR_CODES = ['DNS', 'CONNECT', 'ADDRESS', 'THREAD', 'POLLER', 'STATE'] as const;

/**
 * Why a wire could not be created or started: the name has no address, no connection could be opened, the address is invalid,
 * no thread or no descriptor was available, or the wire is in the wrong state.
 */
export type WireErrorCode = (typeof WIRE_ERROR_CODES)[number];

/** A wire could not be created or started. */
export class WireError extends NativeError {
  override readonly code: WireErrorCode;
  /** For CONNECT: why the last attempt failed. */
  readonly failure: WireFailure;

  constructor(
    code: WireErrorCode,
    message: string,
    options?: ErrorOptions & { failure?: WireFailure },
  ) {
    super(code, message, options);
    this.code = code;
    this.failure = options?.failure ?? 'none';
  }
}

/** Runs `act` and converts errors of the addon to {@link WireError}. */
export function orWireError<T>(act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause)) throw cause;
    const code = WIRE_ERROR_CODES.find((known) => known === cause.code);
    if (code === undefined) throw cause;
    throw new WireError(code, cause.message, { cause });
  }
}
