import { readFileSync } from 'node:fs';
import type { RunEvent } from '@loadcell/core';
import { isCodedError } from '../error-code.ts';

/** What asks a command to end: Ctrl-C, a job that is stopped, a terminal that is closed. */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type EndingSignal = (typeof ENDING_SIGNALS)[number];

/** What of a process {@link Interruption} needs; `process` has it all. */
export interface SignalSource {
  readonly pid: number;
  on(signal: EndingSignal, listener: () => void): unknown;
  off(signal: EndingSignal, listener: () => void): unknown;
  kill(pid: number, signal: 'SIGKILL'): unknown;
  exit(code: number): void;
}

/** The parent of a process, or undefined when it is gone. */
function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command stands in parentheses and may hold anything; the parent is the second field behind it.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch (error) {
    if (isCodedError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Ctrl-C. The first one aborts the run, which then concludes what it has. A second one is from somebody who does not
 * want to wait: the processes that the run started are killed and this one exits at once.
 */
export class Interruption {
  readonly #source: SignalSource;
  readonly #exitCode: number;
  readonly #onFirst: () => void;
  readonly #controller = new AbortController();
  readonly #started = new Set<number>();

  constructor(source: SignalSource, exitCode: number, onFirst: () => void) {
    this.#source = source;
    this.#exitCode = exitCode;
    this.#onFirst = onFirst;
    for (const signal of ENDING_SIGNALS) source.on(signal, this.#interrupt);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Keeps track of the processes of the run. */
  follow(event: RunEvent): void {
    if (event.kind === 'target-started') this.#started.add(event.pid);
    if (event.kind === 'target-exited') this.#started.delete(event.pid);
  }

  /** Gives the signals back to their defaults. */
  dispose(): void {
    for (const signal of ENDING_SIGNALS) this.#source.off(signal, this.#interrupt);
  }

  #interrupt = (): void => {
    if (!this.#controller.signal.aborted) {
      this.#onFirst();
      this.#controller.abort();
      return;
    }
    for (const pid of this.#started) {
      // Only a child of ours: the pid may be another's by now, and one that we attached to is not ours to end.
      if (parentOf(pid) === this.#source.pid) this.#source.kill(pid, 'SIGKILL');
    }
    this.#source.exit(this.#exitCode);
  };
}
