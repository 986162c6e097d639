import { isBroken, isNotListening } from './failure-kinds.ts';
import { isEndedByClient, type RequestRow } from './request-row.ts';

/** Code of the error of a phase that ended early because its server was gone. */
export const SERVER_LOST = 'SERVER_LOST';

/** Fewer failures at the end may come from a busy server that did not accept connections. */
const MIN_FAILURES = 3;

/** The fields of a request that show whether its server is reachable. */
export type ServerSign = Pick<RequestRow, 'outcome' | 'errorKind' | 'errorMessage' | 'endNs'>;

/** The loss of a server. */
export interface ServerLoss {
  /** The first of the failures that no success followed. */
  readonly first: ServerSign;
  readonly failures: number;
}

/**
 * Tracks whether a server that had responded is lost: since its last success every request lost its connection or found
 * nothing that listens. Takes requests in the order in which they end.
 */
export class LostServer {
  #hasAnswered = false;
  #first: ServerSign | undefined;
  #failures = 0;
  #isRefused = false;
  #failedOtherwise = false;

  take(row: ServerSign): void {
    const { outcome, errorKind } = row;
    if (outcome === 'ok') {
      this.#hasAnswered = true;
      this.#first = undefined;
      this.#failures = 0;
      this.#isRefused = false;
      this.#failedOtherwise = false;
      return;
    }
    if (isEndedByClient(outcome) || Number.isNaN(row.endNs)) return;
    if (!isNotListening(errorKind) && !isBroken(errorKind)) {
      this.#failedOtherwise = true;
      return;
    }
    this.#first ??= row;
    this.#failures += 1;
    this.#isRefused ||= isNotListening(errorKind);
  }

  /** The loss; undefined while the server may be reachable. */
  get loss(): ServerLoss | undefined {
    if (!this.#hasAnswered || this.#failedOtherwise || !this.#isRefused) return undefined;
    if (this.#first === undefined || this.#failures < MIN_FAILURES) return undefined;
    return { first: this.#first, failures: this.#failures };
  }
}
