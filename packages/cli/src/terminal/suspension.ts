/** What of a process {@link Suspension} needs; `process` has it all. */
export interface SuspensionSource {
  readonly pid: number;
  on(signal: 'SIGTSTP' | 'SIGCONT', listener: () => void): unknown;
  off(signal: 'SIGTSTP' | 'SIGCONT', listener: () => void): unknown;
  kill(pid: number, signal: 'SIGTSTP'): unknown;
}

/** Ctrl-Z: gives the screen back before the process stops, as it does without us, and is ready again once it goes on. */
export class Suspension {
  readonly #source: SuspensionSource;
  readonly #giveBack: () => void;

  /** @param giveBack called before the process stops */
  constructor(source: SuspensionSource, giveBack: () => void) {
    this.#source = source;
    this.#giveBack = giveBack;
    source.on('SIGTSTP', this.#suspend);
    source.on('SIGCONT', this.#resume);
  }

  /** Gives the signals back to their defaults. */
  dispose(): void {
    this.#source.off('SIGTSTP', this.#suspend);
    this.#source.off('SIGCONT', this.#resume);
  }

  #suspend = (): void => {
    this.#giveBack();
    // Only without a listener does the signal stop the process.
    this.#source.off('SIGTSTP', this.#suspend);
    this.#source.kill(this.#source.pid, 'SIGTSTP');
  };

  #resume = (): void => {
    this.#source.off('SIGTSTP', this.#suspend);
    this.#source.on('SIGTSTP', this.#suspend);
  };
}
