import { formatElapsed } from './format-elapsed.ts';
import type { PhaseEnd } from './progress.ts';

/** A monotonic clock, ms. */
export type ClockMs = () => number;

/** The current phase, its index and its start time. */
export class PhaseClock {
  readonly #total: number;
  readonly #clock: ClockMs;
  #begun = 0;
  #beganMs = 0;

  constructor(total: number, clock: ClockMs) {
    this.#total = total;
    this.#clock = clock;
  }

  begin(): void {
    this.#begun += 1;
    this.#beganMs = this.#clock();
  }

  /** `[2/3] cross-model`. */
  title(name: string): string {
    return `[${this.#begun}/${this.#total}] ${name}`;
  }

  elapsed(): string {
    return formatElapsed(this.#clock() - this.#beganMs);
  }

  /** The line that remains once a phase is over. */
  summary(name: string, how: PhaseEnd): string {
    switch (how.kind) {
      case 'ended':
        return `${this.title(name)} done in ${this.elapsed()}`;
      case 'failed':
        return `${this.title(name)} failed after ${this.elapsed()}`;
      case 'skipped':
        return `${name} skipped: ${how.reason}`;
    }
  }
}
