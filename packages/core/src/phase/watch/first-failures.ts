import { LoadcellError } from '../../spec/error/errors.ts';
import { isBroken, isUnreached } from '../../stream/rows/failure-kinds.ts';
import { isEndedByClient } from '../../stream/rows/request-row.ts';
import type { PhaseRequest } from '../phase-journal.ts';
import { adviceFor } from './advice-for.ts';

/** Numbers of first failures that show that all requests would fail. */
export interface FirstFailureBounds {
  /** Failures in a row that are alike. */
  readonly alike: number;
  /** Timeouts in a row: each takes the full request timeout. */
  readonly timeouts: number;
  /** Failures of any kind. */
  readonly inAnyWay: number;
}

/** For sequential requests. */
export const IN_SEQUENCE: FirstFailureBounds = { alike: 3, timeouts: 2, inAnyWay: 10 };

/** A server that was reached before the phase may restart within this time, ns. */
const RESTART_NS = 10e9;

/** Numbers and identifiers that differ between messages of one kind; the status does not. */
const VARYING = /(?<!returned )\b[0-9a-f-]*\d[0-9a-f-]*\b/gi;

/** No request of a phase has succeeded, and its first ones show that none would. */
export class FailsAlikeError extends LoadcellError {
  /** @param count number of failed requests; the second parameter is the last failure */
  constructor(
    count: number,
    { errorKind, errorMessage }: Pick<PhaseRequest, 'errorKind' | 'errorMessage'>,
  ) {
    const { happened, advice } = adviceFor(errorKind, errorMessage);
    super('FAILS_ALIKE', `the first ${count} requests all failed (${errorKind}): ${happened}`, {
      help: advice,
    });
  }
}

/** Looks at the first requests of a phase or a stage, until one succeeds. */
export class FirstFailures {
  readonly #bounds: FirstFailureBounds;
  #hasSucceeded = false;
  #failures: PhaseRequest[] = [];

  constructor(bounds: FirstFailureBounds) {
    this.#bounds = bounds;
  }

  /** The failures before the first success; empty after it. */
  get failures(): readonly PhaseRequest[] {
    return this.#failures;
  }

  /** @returns whether all further requests would fail */
  take(row: PhaseRequest): boolean {
    if (this.#hasSucceeded || row.outcome === 'dropped' || isEndedByClient(row.outcome))
      return false;
    if (row.outcome === 'ok' || row.outcome === 'refused') {
      // The refusal of an over-long prompt is neither a success nor a failure.
      this.#hasSucceeded = row.outcome === 'ok';
      if (this.#hasSucceeded) this.#failures = [];
      return false;
    }
    this.#failures.push(row);
    return this.#isEnough(row);
  }

  #isEnough(last: PhaseRequest): boolean {
    const failures = this.#failures;
    if (isUnreached(last.errorKind)) {
      const [first] = failures;
      return first !== undefined && last.endNs - first.endNs > RESTART_NS;
    }
    const { alike, timeouts, inAnyWay } = this.#bounds;
    if (failures.length >= inAnyWay) return true;
    const needed = last.outcome === 'timeout' ? timeouts : alike;
    const kind = kindOf(last);
    return (
      failures.length >= needed && failures.slice(-needed).every((row) => kindOf(row) === kind)
    );
  }
}

function kindOf({ errorKind, errorMessage }: PhaseRequest): string {
  // One kind, whatever the system error and the number of resends.
  if (isBroken(errorKind)) return 'broken';
  return `${errorKind} ${errorMessage.replace(VARYING, '#')}`;
}
