import { isBroken, isUnreached } from '../../stream/rows/failure-kinds.ts';
import type { PhaseRequest } from '../phase-journal.ts';

/** A gateway without the server behind it. */
const NO_SERVER_BEHIND = 'http-502';

/** Lost connections in a row that are an outage although something listens, such as a proxy before a server that is gone. */
const LEAST_LOST = 3;

/** A shorter interval is only its failed requests, ns. */
const LEAST_NS = 50e6;

/** An interval in which requests were lost. */
export interface OutageFacts {
  /** When the first was lost, CLOCK_MONOTONIC nanoseconds. */
  readonly beganNs: number;
  readonly requests: number;
  /** Whether a request found nothing that listens. */
  readonly isCertain: boolean;
  /** Error kind of the first request that found no server, else of the first that was lost. */
  readonly cause: string;
  readonly message: string;
}

type Mutable<Facts> = { -readonly [Key in keyof Facts]: Facts[Key] };

/** Whether a request found no server, lost its connection, or met a gateway without its server. */
export function isLost({ errorKind }: Pick<PhaseRequest, 'errorKind'>): boolean {
  return isUnreached(errorKind) || isBroken(errorKind) || errorKind === NO_SERVER_BEHIND;
}

/**
 * Whether lost requests are an outage, and not single failures.
 * @param untilNs the end of the interval, or the last lost request; `NaN` where no response followed
 */
export function isOutage({ beganNs, requests, isCertain }: OutageFacts, untilNs: number): boolean {
  return (isCertain || requests >= LEAST_LOST) && !(untilNs - beganNs < LEAST_NS);
}

/**
 * Follows whether a server is still reached after its first success. It may be out from the first request that found no
 * server, or lost its connection before a byte of a response, until a response to a later request. Takes requests in the
 * order in which they end.
 */
export class OutageState {
  #hasAnswered: boolean;
  /** Requests that lost their connection within a response, since the last success: the first signs of an outage. */
  #cut: PhaseRequest[] = [];
  #open: Mutable<OutageFacts> | undefined;

  /** @param hasAnswered whether a request succeeded before */
  constructor(hasAnswered = false) {
    this.#hasAnswered = hasAnswered;
  }

  /** The current interval of lost requests; undefined while the server is reached. */
  get open(): OutageFacts | undefined {
    return this.#open;
  }

  /** @returns the interval that this request ended, an outage or single failures */
  take(row: PhaseRequest): OutageFacts | undefined {
    const { outcome } = row;
    if (isLost(row)) this.#lose(row);
    else if (outcome === 'ok' || outcome === 'error' || outcome === 'refused') {
      return this.#answer(row);
    }
    return undefined;
  }

  #answer(row: PhaseRequest): OutageFacts | undefined {
    if (row.outcome === 'ok') {
      this.#hasAnswered = true;
      this.#cut = [];
    }
    const open = this.#open;
    // A request sent before the outage does not show its end.
    if (open === undefined || !(row.sentNs > open.beganNs)) return undefined;
    this.#open = undefined;
    return open;
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
      for (const lost of this.#cut) count(this.#open, lost);
      this.#cut = [];
      return;
    }
    count(this.#open, row);
  }
}

function count(open: Mutable<OutageFacts>, { errorKind, errorMessage }: PhaseRequest): void {
  open.requests += 1;
  const isCertain = !isBroken(errorKind);
  if (open.cause === '' || (isCertain && !open.isCertain)) {
    open.cause = errorKind;
    open.message = errorMessage;
  }
  open.isCertain ||= isCertain;
}
