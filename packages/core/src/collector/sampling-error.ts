import { LoadcellError, type LoadcellErrorOptions } from '../spec/error/errors.ts';

/** Why a sampler could not be made or started; the codes of the native side. */
export type SamplingFailure =
  | 'NO_SUCH_PROCESS'
  | 'ZOMBIE'
  | 'NO_MEMORY'
  | 'FORBIDDEN'
  | 'UNREADABLE'
  | 'THREAD'
  | 'TOO_MANY'
  | 'STATE';

/** Codes for a process that is gone. */
const GONE: readonly SamplingFailure[] = ['NO_SUCH_PROCESS', 'ZOMBIE'];

/** A process cannot be sampled: it does not exist, has ended, or is not readable. */
export class SamplingError extends LoadcellError {
  /** Whether the process does not exist, or no longer exists. */
  readonly gone: boolean;

  constructor(failure: SamplingFailure, message: string, options?: LoadcellErrorOptions) {
    super(`TARGET_${failure}`, message, options);
    this.gone = GONE.includes(failure);
  }
}

/** The native sampler cannot be loaded here; the message gives the cause and the fix. */
export class NativeUnavailableError extends LoadcellError {}
