import type { TextStream } from '../terminal/terminal.ts';
import { printable } from '../terminal/printable.ts';
import type { Repeat } from './live-progress.ts';
import { PhaseClock, type ClockMs } from './phase-clock.ts';
import type { PhaseEnd, Progress } from './progress.ts';

/** What {@link PlainProgress} needs to know. */
export interface PlainProgressOptions {
  readonly stream: TextStream;
  readonly phases: number;
  readonly clock: ClockMs;
  /** Whether steps are told too. */
  readonly verbose: boolean;
  /** A line on how the phase stands. */
  readonly status: (title: string, step: string) => string;
  /** How often {@link PlainProgressOptions.status} is told. */
  readonly every: Repeat;
}

/** A line for each phase, for each step when asked, and one now and then on how it stands: for logs, pipes and CI. */
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
