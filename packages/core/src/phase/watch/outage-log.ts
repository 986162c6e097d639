import { formatDuration } from '../../spec/quantity.ts';
import type { PhaseJournal, PhaseRequest } from '../phase-journal.ts';
import { isOutage, OutageState, type OutageFacts } from './outage-state.ts';

/**
 * Records the outages of a phase, of each replica by itself, separately from its failures. Takes requests in the order in which
 * they end.
 */
export class OutageLog {
  readonly #journal: Pick<PhaseJournal, 'event' | 'step'>;
  /** By name of the replica; one, without a name, for one server. */
  readonly #states = new Map<string, OutageState>();

  constructor(journal: Pick<PhaseJournal, 'event' | 'step'>) {
    this.#journal = journal;
  }

  take(row: PhaseRequest): void {
    const { replica, sentNs } = row;
    const state = this.#states.get(replica) ?? new OutageState();
    this.#states.set(replica, state);
    const ended = state.take(row);
    if (ended !== undefined) this.#note(replica, ended, sentNs);
  }

  /** The phase ends: an ongoing outage has no end. */
  end(): void {
    for (const [replica, { open }] of this.#states) {
      if (open !== undefined) this.#note(replica, open, Number.NaN);
    }
  }

  /** @param endedNs send of the first request that received a response again; `NaN` without one */
  #note(replica: string, outage: OutageFacts, endedNs: number): void {
    if (!isOutage(outage, endedNs)) return;
    const { beganNs, requests, cause, message } = outage;
    const named = replica === '' ? {} : { replica };
    this.#journal.event({ kind: 'outage', beganNs, endedNs, requests, cause, message, ...named });
    const forTime = Number.isNaN(endedNs)
      ? 'until the end of the phase'
      : `for ${formatDuration(Math.round((endedNs - beganNs) / 1e6))}`;
    const server = replica === '' ? 'server' : `replica ${replica}`;
    this.#journal.step(`${server} unreachable ${forTime}, ${requests} requests failed (${cause})`);
  }
}
