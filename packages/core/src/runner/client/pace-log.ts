import type { PhaseRequest } from '../../phase/phase-journal.ts';
import { median } from '../../stats/quantile.ts';

/** How fast a server responds: medians over the last responses; `NaN` where unknown. */
export interface Pace {
  /** From the send to the end of the response. */
  readonly serviceMs: number;
  /** From one token to the next. */
  readonly gapMs: number;
}

/** Number of last responses. */
const RESPONSES_KEPT = 64;

/** Remembers how long the last responses of a phase took, so that the client is calibrated under a similar load. */
export class PaceLog {
  readonly #serviceMs: number[] = [];
  readonly #gapMs: number[] = [];

  observe(request: PhaseRequest): void {
    const { purpose, outcome, sentNs, firstTokenNs, lastTokenNs, endNs, chunkNs } = request;
    // A sweep saturates the server: its queueing times say nothing about the pace of later loads.
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
  if (values.length > RESPONSES_KEPT) values.shift();
}
