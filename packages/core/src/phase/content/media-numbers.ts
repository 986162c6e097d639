import { WHOLE, type Slice } from '../../workload/slice/slice.ts';

/** Requests of a stage whose media are unlike those of every other stage. */
const REQUESTS_OF_STAGE = 2 ** 21;

/** Of these, the first follow the schedule or the order of a stage; the others are later turns of conversations. */
const FIRST_REQUESTS = 2 ** 20;

/**
 * Numbers the requests of a load, so that each has media of its own: those of a stage by their place in it, over all workers;
 * later turns of conversations in the order of their sends, with other numbers than those of other workers.
 */
export class MediaNumbers {
  #base = 0;
  #slice: Slice = WHOLE;
  #first = 0;
  #later = 0;
  #hasStage = false;

  /** Requests of another stage follow. @param slice of this worker in it */
  beginStage(slice: Slice): void {
    if (this.#hasStage) this.#base += REQUESTS_OF_STAGE;
    this.#hasStage = true;
    this.#slice = slice;
    this.#first = 0;
    this.#later = 0;
  }

  /** The number of the next request in the order of the stage. */
  next(): number {
    this.#first += 1;
    return this.#base + this.#placeOf(this.#first - 1);
  }

  /** The number of the next turn that follows another. */
  nextLater(): number {
    this.#later += 1;
    return this.#base + FIRST_REQUESTS + this.#placeOf(this.#later - 1);
  }

  #placeOf(own: number): number {
    const { index, count } = this.#slice;
    return index + own * count;
  }
}
