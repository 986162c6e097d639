import { LoadcellError, type LoadcellErrorOptions } from '../spec/error/errors.ts';

/** Why a sampler could not be made or started; as the native side has them. */
export type SamplingFailure =
  | 'NO_SUCH_PROCESS'
  | 'ZOMBIE'
  | 'NO_MEMORY'
  | 'FORBIDDEN'
  | 'UNREADABLE'
  | 'THREAD'
  | 'TOO_MANY'
  | 'STATE';

/** Failures that say that the process is gone. */
const GONE: readonly SamplingFailure[] = ['NO_SUCH_PROCESS', 'ZOMBIE'];

/** A process cannot be sampled: it does not exist, has ended, or may not be read. */
export class SamplingError extends LoadcellError {
  /** Whether the process does not exist, or no longer. */
  readonly gone: boolean;

  constructor(failure: SamplingFailure, message: string, options?: LoadcellErrorOptions) {
    super(`TARGET_${failure}`, message, options);
    this.gone = GONE.includes(failure);
  }
}

/** The native sampler cannot be loaded here; the message says why and how to mend it. */
export class NativeUnavailableError extends LoadcellError {}
