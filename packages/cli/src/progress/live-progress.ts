import type { LiveBlock } from '../terminal/live-block.ts';
import { printable } from '../terminal/printable.ts';
import { PhaseClock, type ClockMs } from './phase-clock.ts';
import type { PhaseEnd, Progress } from './progress.ts';

/** Calls back repeatedly until the returned function is called. */
export type Repeat = (callback: () => void) => () => void;

/** Draws the state of a phase as lines. */
export type Drawing = (title: string, step: string) => readonly string[];

/** Input of {@link LiveProgress}. */
export interface LiveProgressOptions {
  readonly block: LiveBlock;
  readonly drawing: Drawing;
  readonly phases: number;
  readonly clock: ClockMs;
  /** Whether each step is kept as a line. */
  readonly verbose: boolean;
  /** At most five times per second. */
  readonly every: Repeat;
}

/** Lines that are rewritten in place. Events change the state; a timer draws it. */
export class LiveProgress implements Progress {
  readonly #block: LiveBlock;
  readonly #drawing: Drawing;
  readonly #phases: PhaseClock;
  readonly #verbose: boolean;
  readonly #stopTimer: () => void;
  #phase = '';
  #step = '';

  constructor({ block, drawing, phases, clock, verbose, every }: LiveProgressOptions) {
    this.#block = block;
    this.#drawing = drawing;
    this.#phases = new PhaseClock(phases, clock);
    this.#verbose = verbose;
    this.#stopTimer = every(() => this.#draw());
  }

  step(line: string): void {
    this.#step = printable(line);
    if (this.#verbose) this.#block.keep(`  ${this.#step}`);
  }

  beginPhase(name: string): void {
    this.#phases.begin();
    this.#phase = name;
    this.#step = '';
  }

  endPhase(name: string, how: PhaseEnd): void {
    this.#block.keep(printable(this.#phases.summary(name, how)));
    this.#phase = '';
  }

  note(line: string): void {
    this.#block.keep(printable(line));
  }

  close(): void {
    this.#stopTimer();
    this.#block.clear();
  }

  #draw(): void {
    if (this.#phase === '') return;
    this.#block.draw(this.#drawing(this.#phases.title(this.#phase), this.#step));
  }
}
