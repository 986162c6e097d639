import type { CommandControl } from '@loadcell/core';

/** What is passed on to a command that is recorded. Node would open its debugger at SIGUSR1, and end at the others. */
export const PASSED_SIGNALS = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGTERM',
  'SIGUSR1',
  'SIGUSR2',
  'SIGALRM',
  'SIGVTALRM',
  'SIGIO',
  'SIGPWR',
] as const;

type PassedSignal = (typeof PASSED_SIGNALS)[number];

/** Those that ask to end. */
const ENDING: ReadonlySet<NodeJS.Signals> = new Set(['SIGHUP', 'SIGINT', 'SIGTERM']);

/** What of a process {@link PassedSignals} needs; `process` has it all. */
export interface SignalSource {
  on(signal: PassedSignal, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: PassedSignal, listener: (signal: NodeJS.Signals) => void): unknown;
}

/** What is done about signals that ask to end, beside passing the first on. */
export interface Insistence {
  /** It was passed on. */
  readonly onFirst: (signal: NodeJS.Signals) => void;
  /** The second: somebody does not want to wait. The recording ends the command, with all that it started. */
  readonly onSecond: () => void;
  /** The third, and every one before the command was started. */
  readonly onThird: () => void;
}

/**
 * Signals to a recorder are meant for the command, as if nobody stood between. The first that asks to end leaves it all the
 * time that it takes to clean up.
 */
export class PassedSignals {
  readonly #source: SignalSource;
  readonly #insistence: Insistence;
  #command: CommandControl | undefined;
  #asked = 0;
  #hasJustAsked = false;

  constructor(source: SignalSource, insistence: Insistence) {
    this.#source = source;
    this.#insistence = insistence;
    for (const signal of PASSED_SIGNALS) source.on(signal, this.#heed);
  }

  /** From now on they go to this command. */
  follow(command: CommandControl): void {
    this.#command = command;
  }

  /** Gives the signals back to their defaults. */
  dispose(): void {
    for (const signal of PASSED_SIGNALS) this.#source.off(signal, this.#heed);
  }

  #heed = (signal: NodeJS.Signals): void => {
    if (!ENDING.has(signal)) {
      this.#command?.passOn(signal);
      return;
    }
    if (this.#command === undefined) {
      this.#insistence.onThird();
      return;
    }
    // Two at once are one: `timeout` sends to a process, and then to its group.
    if (this.#hasJustAsked) return;
    this.#hasJustAsked = true;
    setImmediate(() => {
      this.#hasJustAsked = false;
    });
    this.#asked += 1;
    if (this.#asked === 1) {
      this.#command.passOn(signal);
      this.#insistence.onFirst(signal);
    } else if (this.#asked === 2) {
      this.#insistence.onSecond();
    } else {
      this.#insistence.onThird();
    }
  };
}
