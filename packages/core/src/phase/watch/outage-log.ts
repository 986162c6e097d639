import { formatDuration } from '../../spec/quantity.ts';
import type { PhaseJournal, PhaseRequest } from '../phase-journal.ts';
import { isOutage, OutageState, type OutageFacts } from './outage-state.ts';

/** Records the outages of a phase separately from its failures. Takes requests in the order in which they end. */
export class OutageLog {
  readonly #journal: Pick<PhaseJournal, 'event' | 'step'>;
  readonly #state = new OutageState();

  constructor(journal: Pick<PhaseJournal, 'event' | 'step'>) {
    this.#journal = journal;
  }

  take(row: PhaseRequest): void {
    const ended = this.#state.take(row);
    if (ended !== undefined) this.#note(ended, row.sentNs);
  }

  /** The phase ends: an ongoing outage has no end. */
  end(): void {
    const { open } = this.#state;
    if (open !== undefined) this.#note(open, Number.NaN);
  }

  /** @param endedNs send of the first request that received a response again; `NaN` without one */
  #note(outage: OutageFacts, endedNs: number): void {
    if (!isOutage(outage, endedNs)) return;
    const { beganNs, requests, cause, message } = outage;
    this.#journal.event({ kind: 'outage', beganNs, endedNs, requests, cause, message });
    const forTime = Number.isNaN(endedNs)
      ? 'until the end of the phase'
      : `for ${formatDuration(Math.round((endedNs - beganNs) / 1e6))}`;
    this.#journal.step(`server unreachable ${forTime}, ${requests} requests failed (${cause})`);
  }
}
