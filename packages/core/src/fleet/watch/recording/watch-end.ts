import { LoadcellError } from '../../../spec/error/errors.ts';
import type { TargetExit } from '../../../target/target.ts';

/** How a recording ends. */
export type WatchEnd =
  | { readonly kind: 'finished' }
  /** A signal ended it, with its reason. */
  | { readonly kind: 'aborted'; readonly reason: unknown }
  | { readonly kind: 'died'; readonly exit: TargetExit }
  /** Recorded data cannot be written, or what accompanies the recording failed. */
  | { readonly kind: 'broken'; readonly error: unknown };

/** Why a signal ended the recording; undefined for a planned end. */
export function reasonOf(end: WatchEnd): LoadcellError | undefined {
  if (end.kind !== 'aborted') return undefined;
  return end.reason instanceof LoadcellError
    ? end.reason
    : new LoadcellError('INTERRUPTED', 'the run was interrupted; partial results are kept');
}
