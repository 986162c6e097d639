import { isBroken, isUnreached } from '../../stream/failure-kinds.ts';
import type { PhaseJournal, PhaseRequest } from '../phase.ts';
import { formatDuration } from '../../spec/quantity.ts';

/** A gateway without the server behind it. */
const NO_SERVER_BEHIND = 'http-502';

/** Lost connections in a row that are an outage although something listens, as a proxy does for a server that is gone. */
const LEAST_LOST = 3;

/** A shorter one is told by its failed requests alone, ns. */
const LEAST_NS = 50e6;

/** An outage that goes on. */
interface OpenOutage {
  readonly beganNs: number;
  requests: number;
  /** Whether a request found nothing that listens. */
  isCertain: boolean;
  /** Of the first request that found no server, else of the first that was lost. */
  cause: string;
  message: string;
}

/**
 * Tells outages apart from failures: a server that had answered is not reached for a while, or loses every request before a
 * byte of a response. Takes requests in the order in which they end.
 */
export class OutageLog {
  readonly #journal: Pick<PhaseJournal, 'event' | 'step'>;
  #hasAnswered = false;
  /** Requests that lost their connection within a response, since the last success: the first signs of an outage. */
  #cut: PhaseRequest[] = [];
  #open: OpenOutage | undefined;

  constructor(journal: Pick<PhaseJournal, 'event' | 'step'>) {
    this.#journal = journal;
  }

  take(row: PhaseRequest): void {
    const { outcome, errorKind } = row;
    if (isUnreached(errorKind) || isBroken(errorKind) || errorKind === NO_SERVER_BEHIND) {
      this.#lose(row);
    } else if (outcome === 'ok' || outcome === 'error' || outcome === 'refused') {
      this.#answer(row);
    }
  }

  /** The phase is over: an outage that goes on has no end. */
  end(): void {
    this.#close(Number.NaN);
  }

  #answer(row: PhaseRequest): void {
    if (row.outcome === 'ok') {
      this.#hasAnswered = true;
      this.#cut = [];
    }
    // What was sent before the outage says nothing of its end.
    if (this.#open !== undefined && row.sentNs > this.#open.beganNs) this.#close(row.sentNs);
  }

  #lose(row: PhaseRequest): void {
    if (!this.#hasAnswered) return;
    const isWithinResponse = isBroken(row.errorKind) && !Number.isNaN(row.firstByteNs);
    if (this.#open === undefined) {
      this.#cut.push(row);
      if (isWithinResponse) return;
      this.#open = {
        beganNs: Math.min(...this.#cut.map(({ endNs }) => endNs)),
        requests: 0,
        isCertain: false,
        cause: '',
        message: '',
      };
      for (const lost of this.#cut) this.#count(this.#open, lost);
      this.#cut = [];
      return;
    }
    this.#count(this.#open, row);
  }

  #count(open: OpenOutage, { errorKind, errorMessage }: PhaseRequest): void {
    open.requests += 1;
    const isCertain = !isBroken(errorKind);
    if (open.cause === '' || (isCertain && !open.isCertain)) {
      open.cause = errorKind;
      open.message = errorMessage;
    }
    open.isCertain ||= isCertain;
  }

  /** @param endedNs when the first request that was answered again was sent; `NaN` when none was */
  #close(endedNs: number): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    const { beganNs, requests, isCertain, cause, message } = open;
    if (!isCertain && requests < LEAST_LOST) return;
    if (endedNs - beganNs < LEAST_NS) return;
    this.#journal.event({ kind: 'outage', beganNs, endedNs, requests, cause, message });
    const forTime = Number.isNaN(endedNs)
      ? 'until the end of the phase'
      : `for ${formatDuration(Math.round((endedNs - beganNs) / 1e6))}`;
    this.#journal.step(`server unreachable ${forTime}, ${requests} requests failed (${cause})`);
  }
}
