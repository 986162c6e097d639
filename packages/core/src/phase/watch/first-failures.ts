import { LoadcellError } from '../../spec/errors.ts';
import { isBroken, isUnreached } from '../../stream/failure-kinds.ts';
import type { PhaseRequest } from '../phase.ts';
import { adviceFor } from './advice-for.ts';

/** So many first requests that fail alike show that all would. */
const ALIKE = 3;

/** Of timeouts fewer are enough: each costs the whole time that a request may take. */
const ALIKE_TIMEOUTS = 2;

/** So many first requests that fail in whatever way show it, too. */
const IN_ANY_WAY = 10;

/** A server that was reached before the phase and is not now may be back within so long, ns. */
const RESTART_NS = 10e9;

/** Numbers and identifiers that differ between messages of one kind; the status does not. */
const VARYING = /(?<!returned )\b[0-9a-f-]*\d[0-9a-f-]*\b/gi;

/** The first requests of a phase all failed: the others would, too. */
export class FailsAlikeError extends LoadcellError {
  constructor(failures: readonly PhaseRequest[]) {
    const last = failures.at(-1);
    const { happened, advice } = adviceFor(last?.errorKind ?? '', last?.errorMessage ?? '');
    const count = failures.length;
    super(
      'FAILS_ALIKE',
      `The first ${count} requests all failed (${last?.errorKind}): ${happened} ${advice}`,
    );
  }
}

/** Looks at the first requests of a phase, until one succeeds. */
export class FirstFailures {
  #hasSucceeded = false;
  #failures: PhaseRequest[] = [];

  /** @throws {FailsAlikeError} when there is no point in going on */
  take(row: PhaseRequest): void {
    if (
      this.#hasSucceeded ||
      row.outcome === 'cancelled' ||
      row.outcome === 'abandoned' ||
      row.outcome === 'dropped'
    )
      return;
    if (row.outcome === 'ok' || row.outcome === 'refused') {
      // A refusal that was provoked is no success, and no failure.
      this.#hasSucceeded = row.outcome === 'ok';
      return;
    }
    this.#failures.push(row);
    if (this.#isEnough(row)) throw new FailsAlikeError(this.#failures);
  }

  #isEnough(last: PhaseRequest): boolean {
    const failures = this.#failures;
    if (isUnreached(last.errorKind)) {
      const [first] = failures;
      return first !== undefined && last.endNs - first.endNs > RESTART_NS;
    }
    if (failures.length >= IN_ANY_WAY) return true;
    const needed = last.outcome === 'timeout' ? ALIKE_TIMEOUTS : ALIKE;
    const kind = kindOf(last);
    return (
      failures.length >= needed && failures.slice(-needed).every((row) => kindOf(row) === kind)
    );
  }
}

function kindOf({ errorKind, errorMessage }: PhaseRequest): string {
  // One kind, whatever the system calls it and however often the request was sent.
  if (isBroken(errorKind)) return 'broken';
  return `${errorKind} ${errorMessage.replace(VARYING, '#')}`;
}
