import type { PhaseRequest } from '../../phase.ts';

/** Requests that a share of failures is taken of. */
const LAST = 100;

/** How a request failed. */
export type Failure = Pick<PhaseRequest, 'errorKind' | 'errorMessage'>;

/** The failures among the last 100 requests of a stage. */
export class RecentFailures {
  /** The oldest first; undefined for a success. */
  readonly #last: (Failure | undefined)[] = [];
  #failed = 0;

  /** A request is over. @param failure how; undefined for a success */
  take(failure: Failure | undefined): void {
    if (failure !== undefined) this.#failed += 1;
    this.#last.push(failure);
    if (this.#last.length > LAST && this.#last.shift() !== undefined) this.#failed -= 1;
  }

  /** Requests that it holds, 100 at most. */
  get count(): number {
    return this.#last.length;
  }

  get failures(): Failure[] {
    return this.#last.flatMap((failure) => failure ?? []);
  }

  /**
   * Whether as many failed as are this share of 100, also where fewer have been sent: those to come could not undo it.
   * One is needed at least, and at a share of 1 none is enough.
   */
  exceeds(share: number): boolean {
    if (share >= 1) return false;
    // A share such as 0.29 has no exact product.
    return this.#failed >= Math.max(1, Math.ceil(share * LAST - 1e-9));
  }
}

/** The most frequent kind of some failures, with the first message of it. */
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
