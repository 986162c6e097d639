import type { FleetFigures } from '@loadcell/core';
import type { Progress } from '../../progress/progress.ts';

/** Time between two looks at the phase, ms. */
const LOOK_MS = 500;

/** Turns the phases of the agents into progress, until it is closed. */
export class PhaseFollower {
  readonly #progress: Progress;
  #figures: (() => FleetFigures) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #phase: string | undefined;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  /** The run has begun on the agents. */
  follow(figures: () => FleetFigures): void {
    this.#figures = figures;
    this.#timer = setInterval(() => this.look(), LOOK_MS);
  }

  /** Shows a phase that has begun since the last look. */
  look(): void {
    const phase = this.#figures?.().phase;
    if (phase === undefined || phase === this.#phase) return;
    this.#end('ended');
    this.#phase = phase;
    this.#progress.beginPhase(phase);
  }

  /** The run is over on the agents. */
  end(kind: 'ended' | 'failed'): void {
    clearInterval(this.#timer);
    this.#end(kind);
  }

  #end(kind: 'ended' | 'failed'): void {
    if (this.#phase !== undefined) this.#progress.endPhase(this.#phase, { kind });
    this.#phase = undefined;
  }
}
