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
 * Why a sampler could not be created or started: the process does not exist, is a zombie, has no memory (a kernel thread), is
 * not readable by this user, or could not be read; no thread could be started; there are more processes than `maxProcesses`;
 * or the sampler was stopped.
 */
export type SamplerFailure = (typeof SAMPLER_FAILURES)[number];

/** A sampler could not be created or started. */
export class SamplerError extends NativeError {
  override readonly code: SamplerFailure;
  /** The requested processes. */
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
