import type { PhaseRequest } from '../../phase/phase-journal.ts';
import { median } from '../../stats/quantile.ts';

/** How a host answers: medians over the last answers; `NaN` where nothing is known. */
export interface Pace {
  /** From sending to the end of the answer. */
  readonly serviceMs: number;
  /** From one token to the next. */
  readonly gapMs: number;
}

/** Answers that are looked back on. */
const ANSWERS_KEPT = 64;

/** Remembers how long the last answers of a phase took, so that the client is checked under a load like the one to come. */
export class PaceLog {
  readonly #serviceMs: number[] = [];
  readonly #gapMs: number[] = [];

  observe(request: PhaseRequest): void {
    const { purpose, outcome, sentNs, firstTokenNs, lastTokenNs, endNs, chunkNs } = request;
    // A sweep drives a host past what it bears: its queues are none of the client's, which would be checked under them.
    if (outcome !== 'ok' || purpose === 'probe') return;
    keep(this.#serviceMs, (endNs - sentNs) / 1e6);
    if (chunkNs.length < 2) return;
    keep(this.#gapMs, (lastTokenNs - firstTokenNs) / 1e6 / (chunkNs.length - 1));
  }

  get pace(): Pace {
    return { serviceMs: median(this.#serviceMs), gapMs: median(this.#gapMs) };
  }
}

function keep(values: number[], value: number): void {
  values.push(value);
  if (values.length > ANSWERS_KEPT) values.shift();
}
