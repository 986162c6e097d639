import type { PhaseRequest } from '../../phase-journal.ts';

/** Requests of which the share of failures is taken. */
const LAST = 100;

/** How a request failed. */
export type Failure = Pick<PhaseRequest, 'errorKind' | 'errorMessage'>;

/** The failures among the last 100 requests of a stage. */
export class RecentFailures {
  /** The oldest first; undefined for a success. */
  readonly #last: (Failure | undefined)[] = [];
  #failed = 0;

  /** A request is over. @param failure how it failed; undefined for a success */
  take(failure: Failure | undefined): void {
    if (failure !== undefined) this.#failed += 1;
    this.#last.push(failure);
    if (this.#last.length > LAST && this.#last.shift() !== undefined) this.#failed -= 1;
  }

  /** The number of requests that it holds, at most 100. */
  get count(): number {
    return this.#last.length;
  }

  get failures(): Failure[] {
    return this.#last.flatMap((failure) => failure ?? []);
  }

  /**
   * Whether as many requests failed as this share of 100, even before there are 100: later successes could not undo it. At
   * least one failure is needed; a share of 1 is never exceeded.
   */
  exceeds(share: number): boolean {
    if (share >= 1) return false;
    // A share such as 0.29 has no exact product.
    return this.#failed >= Math.max(1, Math.ceil(share * LAST - 1e-9));
  }
}

/** The most frequent kind of failure, with its first message. */
export function mostFrequent(failures: readonly Failure[]): Failure & { readonly count: number } {
  const kinds = new Map<string, { count: number; errorMessage: string }>();
  for (const { errorKind, errorMessage } of failures) {
    const kind = kinds.get(errorKind) ?? { count: 0, errorMessage };
    kind.count += 1;
    kinds.set(errorKind, kind);
  }
  let most = { errorKind: '', errorMessage: '', count: 0 };
  for (const [errorKind, { count, errorMessage }] of kinds) {
    if (count > most.count) most = { errorKind, errorMessage, count };
  }
  return most;
}
