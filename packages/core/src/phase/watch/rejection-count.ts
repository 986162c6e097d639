import { isRejection } from '../../stream/rows/failure-kinds.ts';
import type { PhaseJournal, PhaseRequest } from '../phase-journal.ts';

/** Records rate-limited requests and the Retry-After that the server sent. */
export class RejectionCount {
  readonly #journal: Pick<PhaseJournal, 'event'>;
  #requests = 0;
  readonly #waits = { shortestMs: Number.NaN, longestMs: Number.NaN };

  constructor(journal: Pick<PhaseJournal, 'event'>) {
    this.#journal = journal;
  }

  /** @param retryAfterMs sent by the server; `NaN` without one */
  take({ errorKind }: PhaseRequest, retryAfterMs = Number.NaN): void {
    if (!isRejection(errorKind)) return;
    this.#requests += 1;
    if (Number.isNaN(retryAfterMs)) return;
    const { shortestMs, longestMs } = this.#waits;
    this.#waits.shortestMs =
      retryAfterMs < shortestMs ? retryAfterMs : notNaN(shortestMs, retryAfterMs);
    this.#waits.longestMs =
      retryAfterMs > longestMs ? retryAfterMs : notNaN(longestMs, retryAfterMs);
  }

  end(): void {
    if (this.#requests === 0) return;
    const { shortestMs: shortestRetryAfterMs, longestMs: longestRetryAfterMs } = this.#waits;
    this.#journal.event({
      kind: 'requests-rejected',
      requests: this.#requests,
      shortestRetryAfterMs,
      longestRetryAfterMs,
    });
  }
}

function notNaN(value: number, otherwise: number): number {
  return Number.isNaN(value) ? otherwise : value;
}
