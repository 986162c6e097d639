import type { CommandControl } from '@loadcell/core';

/** Signals forwarded to a recorded command. Without a listener Node opens its debugger at SIGUSR1 and exits at the others. */
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

/** Signals that end a process. */
const ENDING: ReadonlySet<NodeJS.Signals> = new Set(['SIGHUP', 'SIGINT', 'SIGTERM']);

/** The part of `process` that {@link PassedSignals} needs. */
export interface SignalSource {
  on(signal: PassedSignal, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: PassedSignal, listener: (signal: NodeJS.Signals) => void): unknown;
}

/** Reactions to signals that end a process; only the first one is forwarded. */
export interface Insistence {
  /** After the first one was forwarded. */
  readonly onFirst: (signal: NodeJS.Signals) => void;
  /** At the second one: the recording ends the process tree of the command. */
  readonly onSecond: () => void;
  /** At the third one, and at each one before the command starts. */
  readonly onThird: () => void;
}

/**
 * Forwards the signals of the recorder to the command, as if the command had received them. After the first one that ends a
 * process, the command has all the time that it needs to clean up.
 */
export class PassedSignals {
  readonly #source: SignalSource;
  readonly #insistence: Insistence;
  #command: CommandControl | undefined;
  #count = 0;
  #hasJustCounted = false;

  constructor(source: SignalSource, insistence: Insistence) {
    this.#source = source;
    this.#insistence = insistence;
    for (const signal of PASSED_SIGNALS) source.on(signal, this.#heed);
  }

  /** Forwards signals to this command from now on. */
  follow(command: CommandControl): void {
    this.#command = command;
  }

  /** Restores the default reactions to the signals. */
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
    // Two in the same turn count as one: `timeout` signals a process, then its group.
    if (this.#hasJustCounted) return;
    this.#hasJustCounted = true;
    setImmediate(() => {
      this.#hasJustCounted = false;
    });
    this.#count += 1;
    if (this.#count === 1) {
      this.#command.passOn(signal);
      this.#insistence.onFirst(signal);
    } else if (this.#count === 2) {
      this.#insistence.onSecond();
    } else {
      this.#insistence.onThird();
    }
  };
}
