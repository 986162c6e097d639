/** The part of `process` that {@link Suspension} needs. */
export interface SuspensionSource {
  readonly pid: number;
  on(signal: 'SIGTSTP' | 'SIGCONT', listener: () => void): unknown;
  off(signal: 'SIGTSTP' | 'SIGCONT', listener: () => void): unknown;
  kill(pid: number, signal: 'SIGTSTP'): unknown;
}

/** Reacts to Ctrl-Z: restores the screen before the process stops, and listens again when it continues. */
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

  /** Restores the default reactions to the signals. */
  dispose(): void {
    this.#source.off('SIGTSTP', this.#suspend);
    this.#source.off('SIGCONT', this.#resume);
  }

  #suspend = (): void => {
    this.#giveBack();
    // The signal stops the process only without a listener.
    this.#source.off('SIGTSTP', this.#suspend);
    this.#source.kill(this.#source.pid, 'SIGTSTP');
  };

  #resume = (): void => {
    this.#source.off('SIGTSTP', this.#suspend);
    this.#source.on('SIGTSTP', this.#suspend);
  };
}
