import { nowNs } from '../../stream/clock.ts';
import type { FinishedRequest } from '../../target/server/request/exchange-request.ts';
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

/** How long after its time a sequence of requests still goes on without a success, ns. */
const PATIENCE_NS = 10e9;

const LOST_HELP = 'read the server log, and the kernel log for an OOM kill';

/**
 * Watches how the requests of a phase end, over all of its steps: leaves a server that fails the first ones alike, paces
 * those that follow one another as a retrying client does, and notes outages and rejections.
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
   * A request of a sequence is over, and its row is written.
   * @param answered as it was seen on a network; absent where there is none
   * @throws {FailsAlikeError} when the first requests of the phase have all failed alike
   */
  takeOne(row: PhaseRequest, answered?: FinishedRequest): void {
    this.#pace(answered);
    this.take(row, answered);
    if (this.#firstFailures.take(row) && !this.hasSucceeded) {
      throw new FailsAlikeError(this.#firstFailures.failures.length, row);
    }
  }

  /** Whether a request of the phase has succeeded. */
  get hasSucceeded(): boolean {
    return this.#lastSuccessNs > Number.NEGATIVE_INFINITY;
  }

  /** A request of a load is over, which has a pace of its own. */
  take(row: PhaseRequest, answered?: FinishedRequest): void {
    if (row.outcome === 'ok') this.#lastSuccessNs = row.endNs;
    this.#outages.take(row);
    this.#server.take(row);
    this.#rejections.take(row, answered?.failure?.retryAfterMs);
    this.#redirects.take(answered?.facts.redirects ?? []);
  }

  /** Redirects that a request followed which was answered. */
  takeRedirects(redirects: readonly FollowedRedirect[]): void {
    this.#redirects.take(redirects);
  }

  /**
   * Resolves when the next request of a sequence may go.
   * @throws the signal's reason when it is aborted
   */
  async ready(signal: AbortSignal): Promise<void> {
    const waitMs = (this.#readyNs - nowNs()) / 1e6;
    if (waitMs > 0) await waitFor(waitMs, signal);
  }

  /**
   * Whether there is no point in waiting for a number of requests any longer.
   * @param untilNs when the sequence was to end, CLOCK_MONOTONIC nanoseconds
   */
  isHopeless(untilNs: number): boolean {
    return (
      this.#failuresInARow > 0 && nowNs() > Math.max(untilNs, this.#lastSuccessNs) + PATIENCE_NS
    );
  }

  /**
   * Refuses to begin something of which no request could be sent.
   * @param what it is, as in "stage open"
   * @throws {TargetError} when the server is gone: nothing has listened since its last success
   */
  refuseLostServer(what: string): void {
    const { loss } = this.#server;
    if (loss === undefined) return;
    throw new TargetError(
      `The server was gone before ${what}: the last ${loss.failures} requests all failed, the first with: ${loss.first.errorMessage}`,
      { code: SERVER_LOST, help: LOST_HELP },
    );
  }

  /**
   * What it means that nothing could be opened to a server that has answered: it is gone.
   * @param what could not begin, as in "stage open"
   * @param error why not
   */
  lostBefore(what: string, error: Error): TargetError {
    const after = formatDuration(Math.round((nowNs() - this.#beganNs) / 1e6));
    const clock = new Date().toISOString();
    return new TargetError(
      `The server was gone ${after} into the phase, at ${clock}, before ${what}: ${error.message}`,
      { cause: error, code: SERVER_LOST, help: LOST_HELP },
    );
  }

  /** The phase is over. */
  end(): void {
    this.#outages.end();
    this.#rejections.end();
    this.#redirects.end();
  }

  #pace(answered: FinishedRequest | undefined): void {
    if (answered === undefined || !asksForPause(answered)) {
      this.#failuresInARow = 0;
      return;
    }
    this.#failuresInARow += 1;
    const waitMs = pauseMs(this.#failuresInARow, answered.failure?.retryAfterMs);
    this.#readyNs = nowNs() + waitMs * 1e6;
  }
}
