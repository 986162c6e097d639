import { GrowingNumbers } from './growing-numbers.ts';

/** Requests whose lengths are kept, each 16 bytes; of larger data sets the extremes are. */
const MOST_KEPT = 1_000_000;

/** Tokens of one request; the output is `NaN` where the data set does not set it. */
export interface Lengths {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Lengths of the requests of a data set, in the order of the file. */
export class RequestLengths {
  readonly #inputs = new GrowingNumbers();
  readonly #outputs = new GrowingNumbers();
  #requests = 0;
  #least = Infinity;
  #most = 0;

  take({ inputTokens, outputTokens }: Lengths): void {
    this.#requests += 1;
    const known = inputTokens + (outputTokens || 0);
    this.#least = Math.min(this.#least, known);
    this.#most = Math.max(this.#most, known);
    if (this.#requests > MOST_KEPT) return;
    this.#inputs.push(inputTokens);
    this.#outputs.push(outputTokens);
  }

  get requests(): number {
    return this.#requests;
  }

  /** The fewest and the most tokens of a request, without outputs that the data set does not set. */
  get extremes(): { readonly least: number; readonly most: number } {
    return { least: Math.min(this.#least, this.#most), most: this.#most };
  }

  /**
   * Tokens of each request; undefined where they were too many to keep.
   * @param added to each
   * @param unsetOutput length of the outputs that the data set does not set
   */
  each(added: number, unsetOutput: number): number[] | undefined {
    if (this.#requests > MOST_KEPT) return undefined;
    const outputs = this.#outputs.read();
    return Array.from(this.#inputs.read(), (input, index) => {
      const output = outputs[index] ?? Number.NaN;
      return added + input + (Number.isNaN(output) ? unsetOutput : output);
    });
  }
}
