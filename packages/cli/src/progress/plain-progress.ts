import type { TextStream } from '../terminal/terminal.ts';
import { printable } from '../terminal/printable.ts';
import type { Repeat } from './live-progress.ts';
import { PhaseClock, type ClockMs } from './phase-clock.ts';
import type { PhaseEnd, Progress } from './progress.ts';

/** Input of {@link PlainProgress}. */
export interface PlainProgressOptions {
  readonly stream: TextStream;
  readonly phases: number;
  readonly clock: ClockMs;
  /** Whether each step is printed. */
  readonly verbose: boolean;
  /** The status line of a phase. */
  readonly status: (title: string, step: string) => string;
  /** How often {@link PlainProgressOptions.status} is printed. */
  readonly every: Repeat;
}

/** Lines for logs, pipes and CI: each phase, each step if verbose, and a regular status. */
export class PlainProgress implements Progress {
  readonly #stream: TextStream;
  readonly #phases: PhaseClock;
  readonly #verbose: boolean;
  readonly #stopTimer: () => void;
  #phase = '';
  #step = '';

  constructor({ stream, phases, clock, verbose, status, every }: PlainProgressOptions) {
    this.#stream = stream;
    this.#phases = new PhaseClock(phases, clock);
    this.#verbose = verbose;
    this.#stopTimer = every(() => {
      if (this.#phase !== '') this.#write(status(this.#phases.title(this.#phase), this.#step));
    });
  }

  step(line: string): void {
    this.#step = line;
    if (this.#verbose) this.#write(`  ${line}`);
  }

  beginPhase(name: string): void {
    this.#phases.begin();
    this.#phase = name;
    this.#step = '';
    this.#write(this.#phases.title(name));
  }

  endPhase(name: string, how: PhaseEnd): void {
    this.#phase = '';
    this.#write(this.#phases.summary(name, how));
  }

  note(line: string): void {
    this.#write(line);
  }

  close(): void {
    this.#stopTimer();
  }

  #write(line: string): void {
    this.#stream.write(`${printable(line)}\n`);
  }
}
