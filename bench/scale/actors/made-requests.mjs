import { UNMEASURED } from '../../../packages/core/dist/stream/rows/unsent-request.js';
import { createRandom } from '../../../packages/core/dist/workload/random.js';

/** One request in this many fails. */
const FAILING = 1000;

/** Requests at a rate, each with many content events; in order of their ends, as a run records them. */
export class MadeRequests {
  #random = createRandom(1, 'requests');
  #perSecond;
  #chunks;
  #id = 0;
  /** Requests that end after the seconds so far. */
  #open = [];

  /** @param {number} perSecond @param {number} chunksPerRequest */
  constructor(perSecond, chunksPerRequest) {
    this.#perSecond = perSecond;
    this.#chunks = chunksPerRequest;
  }

  /** @param {number} beganNs @param {{ phase: string, stage: string, purpose: string }} place */
  ofSecond(beganNs, place) {
    const rows = Array.from({ length: this.#perSecond }, (_, index) =>
      this.#row(beganNs + Math.round((index * 1e9) / this.#perSecond), place),
    );
    const untilNs = beganNs + 1e9;
    const known = [...this.#open, ...rows].toSorted((one, other) => one.endNs - other.endNs);
    this.#open = known.filter(({ endNs }) => endNs >= untilNs);
    return known.filter(({ endNs }) => endNs < untilNs);
  }

  /** Requests that no second has returned yet. */
  rest() {
    return this.#open;
  }

  /** @param {number} scheduledNs @param {{ phase: string, stage: string, purpose: string }} place */
  #row(scheduledNs, place) {
    this.#id += 1;
    const sentNs = scheduledNs + this.#random.index(200_000);
    const failed = this.#random.index(FAILING) === 0;
    const chunkNs = new Float64Array(failed ? 0 : this.#chunks);
    let atNs = sentNs + 20e6 + this.#random.index(30e6);
    for (let chunk = 0; chunk < chunkNs.length; chunk += 1) {
      chunkNs[chunk] = atNs;
      atNs += 4e6 + this.#random.index(4e6);
    }
    return {
      ...UNMEASURED,
      id: this.#id,
      ...place,
      model: 'made',
      context: '',
      scheduledNs,
      sentNs,
      connectedNs: Number.NaN,
      firstByteNs: chunkNs[0] ?? Number.NaN,
      firstTokenNs: chunkNs[0] ?? Number.NaN,
      firstAnswerNs: chunkNs[0] ?? Number.NaN,
      lastTokenNs: chunkNs.at(-1) ?? Number.NaN,
      endNs: atNs,
      inputTokens: 24 + this.#random.index(200),
      outputTokens: failed ? Number.NaN : this.#chunks,
      maxOutputTokens: this.#chunks,
      tokenCountSource: 'usage',
      cachedTokens: 0,
      offeredTokens: Number.NaN,
      residentTokens: Number.NaN,
      resends: 0,
      chunkNs,
      outcome: failed ? 'error' : 'ok',
      errorKind: failed ? 'http-status' : '',
      errorMessage: failed ? 'The server returned 503: busy.' : '',
    };
  }
}
