import { nowNs } from '../../stream/clock.ts';
import type { FinishedRequest } from '../../target/server/request/finished-request.ts';
import { asksForPause, pauseMs } from '../../target/server/load/pacing/retry-pace.ts';
import type { FollowedRedirect } from '../../target/redirect.ts';
import type { PhaseJournal, PhaseRequest } from '../phase-journal.ts';
import { waitFor } from '../../stream/long-timer.ts';
import { LostServer, SERVER_LOST } from '../../stream/rows/lost-server.ts';
import { formatDuration } from '../../spec/quantity.ts';
import { TargetError } from '../../target/errors.ts';
import { FailsAlikeError, FirstFailures, IN_SEQUENCE } from './first-failures.ts';
import { RedirectCount } from './redirect-count.ts';
import { OutageLog } from './outage-log.ts';
import { RejectionCount } from './rejection-count.ts';

/** How long a sequence of requests continues after its end without a success, ns. */
const PATIENCE_NS = 10e9;

const LOST_HELP = 'check the server log, and the kernel log for an OOM kill';

/**
 * Follows how the requests of a phase end, over all of its steps: gives up on a server that fails the first ones alike, paces
 * sequential requests as a retrying client does, and records outages, rejections and redirects.
 */
export class RequestWatch {
  readonly #beganNs = nowNs();
  readonly #firstFailures = new FirstFailures(IN_SEQUENCE);
  readonly #outages: OutageLog;
  readonly #server = new LostServer();
  readonly #rejections: RejectionCount;
  readonly #redirects: RedirectCount;
  #failuresInARow = 0;
  #readyNs = Number.NEGATIVE_INFINITY;
  #lastSuccessNs = Number.NEGATIVE_INFINITY;

  constructor(journal: Pick<PhaseJournal, 'event' | 'step'>) {
    this.#outages = new OutageLog(journal);
    this.#rejections = new RejectionCount(journal);
    this.#redirects = new RedirectCount(journal);
  }

  /**
   * A sequential request has ended and is recorded.
   * @param finished by the network client; absent without one
   * @throws {FailsAlikeError} when the first requests of the phase have all failed alike
   */
  takeOne(row: PhaseRequest, finished?: FinishedRequest): void {
    this.#pace(finished);
    this.take(row, finished);
    if (this.#firstFailures.take(row) && !this.hasSucceeded) {
      throw new FailsAlikeError(this.#firstFailures.failures.length, row);
    }
  }

  /** Whether a request of the phase has succeeded. */
  get hasSucceeded(): boolean {
    return this.#lastSuccessNs > Number.NEGATIVE_INFINITY;
  }

  /** A request of a load has ended; a load has its own pace. */
  take(row: PhaseRequest, finished?: FinishedRequest): void {
    if (row.outcome === 'ok') this.#lastSuccessNs = row.endNs;
    this.#outages.take(row);
    this.#server.take(row);
    this.#rejections.take(row, finished?.failure?.retryAfterMs);
    this.#redirects.take(finished?.facts.redirects ?? []);
  }

  /** Redirects that a request followed. */
  takeRedirects(redirects: readonly FollowedRedirect[]): void {
    this.#redirects.take(redirects);
  }

  /**
   * Resolves when the next sequential request may be sent.
   * @throws the signal's reason when it is aborted
   */
  async ready(signal: AbortSignal): Promise<void> {
    const waitMs = (this.#readyNs - nowNs()) / 1e6;
    if (waitMs > 0) await waitFor(waitMs, signal);
  }

  /**
   * Whether a sequence of requests should give up on its minimum number.
   * @param untilNs scheduled end of the sequence, CLOCK_MONOTONIC nanoseconds
   */
  isHopeless(untilNs: number): boolean {
    return (
      this.#failuresInARow > 0 && nowNs() > Math.max(untilNs, this.#lastSuccessNs) + PATIENCE_NS
    );
  }

  /**
   * Refuses to begin when the server is gone.
   * @param what would begin, such as "stage open"
   * @throws {TargetError} when nothing has listened since the last success
   */
  refuseLostServer(what: string): void {
    const { loss } = this.#server;
    if (loss === undefined) return;
    throw new TargetError(
      `the server was gone before ${what}: the last ${loss.failures} requests failed (first error: ${loss.first.errorMessage})`,
      { code: SERVER_LOST, help: LOST_HELP },
    );
  }

  /**
   * The error for a server that refuses connections after an earlier response: it is gone.
   * @param what could not begin, such as "stage open"
   * @param error of the connection
   */
  lostBefore(what: string, error: Error): TargetError {
    const after = formatDuration(Math.round((nowNs() - this.#beganNs) / 1e6));
    const clock = new Date().toISOString();
    return new TargetError(
      `the server was gone ${after} into the phase, at ${clock}, before ${what}: ${error.message}`,
      { cause: error, code: SERVER_LOST, help: LOST_HELP },
    );
  }

  /** The phase ends: records what was counted. */
  end(): void {
    this.#outages.end();
    this.#rejections.end();
    this.#redirects.end();
  }

  #pace(finished: FinishedRequest | undefined): void {
    if (finished === undefined || !asksForPause(finished)) {
      this.#failuresInARow = 0;
      return;
    }
    this.#failuresInARow += 1;
    const waitMs = pauseMs(this.#failuresInARow, finished.failure?.retryAfterMs);
    this.#readyNs = nowNs() + waitMs * 1e6;
  }
}
