import type { TextStream } from '../terminal/terminal.ts';
import { PhaseClock, type ClockMs } from './phase-clock.ts';
import type { PhaseEnd, Progress } from './progress.ts';

/** What {@link PlainProgress} needs to know. */
export interface PlainProgressOptions {
  readonly stream: TextStream;
  readonly phases: number;
  readonly clock: ClockMs;
  /** Whether steps are told too. */
  readonly verbose: boolean;
}

/** A line for each phase, and for each step when asked: for logs, pipes and CI. */
export class PlainProgress implements Progress {
  readonly #stream: TextStream;
  readonly #phases: PhaseClock;
  readonly #verbose: boolean;

  constructor({ stream, phases, clock, verbose }: PlainProgressOptions) {
    this.#stream = stream;
    this.#phases = new PhaseClock(phases, clock);
    this.#verbose = verbose;
  }

  step(line: string): void {
    if (this.#verbose) this.#stream.write(`  ${line}\n`);
  }

  beginPhase(name: string): void {
    this.#phases.begin();
    this.#stream.write(`${this.#phases.title(name)}\n`);
  }

  endPhase(name: string, how: PhaseEnd): void {
    this.#stream.write(`${this.#phases.summary(name, how)}\n`);
  }

  note(line: string): void {
    this.#stream.write(`${line}\n`);
  }

  close(): void {}
}
