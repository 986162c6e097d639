import { nowNs } from '../../stream/clock.ts';
import { isGood } from '../../stream/request-objectives.ts';
import type { PhaseContext, PhaseJournal, PhaseRequest } from '../phase.ts';

/** Looks on while one level of a sweep goes by: when it was, and how many of its requests kept the objectives. */
export class LevelWatch {
  /** The phase with a journal that this one looks at. */
  readonly phase: PhaseContext;
  #beganNs = Number.NaN;
  #endedNs = Number.NaN;
  #attempted = 0;
  #good = 0;

  constructor(phase: PhaseContext) {
    const { journal } = phase;
    const watched: PhaseJournal = {
      event: (event, atNs) => journal.event(event, atNs),
      step: (line) => journal.step(line),
      request: (row) => {
        this.#count(phase, row);
        journal.request(row);
      },
      window: (window, work) =>
        watched.windowFrom(window, (open) => {
          open(nowNs());
          return work();
        }),
      windowFrom: async (window, work) => {
        try {
          return await journal.windowFrom(window, (open) =>
            work((atNs) => {
              if (Number.isNaN(this.#beganNs)) this.#beganNs = atNs;
              open(atNs);
            }),
          );
        } finally {
          this.#endedNs = nowNs();
          if (Number.isNaN(this.#beganNs)) this.#beganNs = this.#endedNs;
        }
      },
    };
    this.phase = { ...phase, journal: watched };
  }

  /** When its window was, CLOCK_MONOTONIC nanoseconds. */
  get window(): { readonly beganNs: number; readonly endedNs: number } {
    return { beganNs: this.#beganNs, endedNs: this.#endedNs };
  }

  /** Share of the requests that kept every objective; 0 when there was none. */
  get attainment(): number {
    return this.#attempted === 0 ? 0 : this.#good / this.#attempted;
  }

  #count({ objectives }: PhaseContext, row: PhaseRequest): void {
    if (row.outcome === 'cancelled') return;
    this.#attempted += 1;
    if (isGood(row, objectives)) this.#good += 1;
  }
}
