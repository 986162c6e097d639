import { NativeError } from '../addon/errors.ts';

/** Codes of {@link SamplerError}. */
export const SAMPLER_FAILURES = [
  'NO_SUCH_PROCESS',
  'ZOMBIE',
  'NO_MEMORY',
  'FORBIDDEN',
  'UNREADABLE',
  'THREAD',
  'TOO_MANY',
  'STATE',
] as const;

/**
 * Why a sampler could not be made or started: the process does not exist, has ended and waits for its parent, has no
 * memory of its own (a kernel thread), may not be read, could not be read, no thread was to be had, there are more
 * processes than `maxProcesses`, or the sampler was stopped before.
 */
export type SamplerFailure = (typeof SAMPLER_FAILURES)[number];

/** A sampler could not be made or started. */
export class SamplerError extends NativeError {
  override readonly code: SamplerFailure;
  /** The processes that were to be sampled. */
  readonly pids: readonly number[];

  constructor(
    code: SamplerFailure,
    pids: readonly number[],
    message: string,
    options?: ErrorOptions,
  ) {
    super(code, message, options);
    this.code = code;
    this.pids = pids;
  }
}
