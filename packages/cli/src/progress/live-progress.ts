import type { TextStream } from '../terminal/terminal.ts';
import { PhaseClock, type ClockMs } from './phase-clock.ts';
import type { PhaseEnd, Progress } from './progress.ts';

/** What {@link LiveProgress} needs to know. */
export interface LiveProgressOptions {
  readonly stream: TextStream;
  readonly phases: number;
  readonly clock: ClockMs;
  /** Whether every step stays as a line of its own. */
  readonly verbose: boolean;
  /** Calls back repeatedly until the returned function is called; at most five times a second. */
  readonly every: (callback: () => void) => () => void;
}

const CLEAR_LINE = '\r\u001B[2K';
const FALLBACK_COLUMNS = 80;

/** One line that is rewritten in place. Events only change what it will say; a timer draws it. */
export class LiveProgress implements Progress {
  readonly #stream: TextStream;
  readonly #phases: PhaseClock;
  readonly #verbose: boolean;
  readonly #stopTimer: () => void;
  #phase = '';
  #step = '';
  #drawn = '';

  constructor({ stream, phases, clock, verbose, every }: LiveProgressOptions) {
    this.#stream = stream;
    this.#phases = new PhaseClock(phases, clock);
    this.#verbose = verbose;
    this.#stopTimer = every(() => this.#draw());
  }

  step(line: string): void {
    if (this.#verbose) this.#keep(`  ${line}`);
    this.#step = line;
  }

  beginPhase(name: string): void {
    this.#phases.begin();
    this.#phase = name;
    this.#step = '';
  }

  endPhase(name: string, how: PhaseEnd): void {
    this.#keep(this.#phases.summary(name, how));
    this.#phase = '';
  }

  note(line: string): void {
    this.#keep(line);
  }

  close(): void {
    this.#stopTimer();
    this.#clear();
  }

  #draw(): void {
    if (this.#phase === '') return;
    const parts = [this.#phases.title(this.#phase), this.#phases.elapsed(), this.#step];
    // A line that wraps could not be rewritten.
    const width = (this.#stream.columns ?? FALLBACK_COLUMNS) - 1;
    const line = parts
      .filter((part) => part !== '')
      .join(' · ')
      .slice(0, width);
    if (line === this.#drawn) return;
    this.#stream.write(`${CLEAR_LINE}${line}`);
    this.#drawn = line;
  }

  #clear(): void {
    if (this.#drawn === '') return;
    this.#stream.write(CLEAR_LINE);
    this.#drawn = '';
  }

  #keep(line: string): void {
    this.#clear();
    this.#stream.write(`${line}\n`);
  }
}
