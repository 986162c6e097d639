import { readFileSync } from 'node:fs';
import type { RunEvent } from '@loadcell/core';
import { isCodedError } from '../error-code.ts';

/** Signals that interrupt a command: by Ctrl-C, when a job is stopped, and when a terminal is closed. */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type EndingSignal = (typeof ENDING_SIGNALS)[number];

/** The part of `process` that {@link Interruption} needs. */
export interface SignalSource {
  readonly pid: number;
  on(signal: EndingSignal, listener: () => void): unknown;
  off(signal: EndingSignal, listener: () => void): unknown;
  kill(pid: number, signal: 'SIGKILL'): unknown;
  exit(code: number): void;
}

/** The parent of a process; undefined when the process has exited. */
function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command is in parentheses and may contain any character; the parent is the second field after it.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch (error) {
    if (isCodedError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Reacts to Ctrl-C. The first one aborts the run, which then writes a partial report. The second one kills the processes
 * that the run started and exits immediately.
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

  /** Keeps track of the processes that the run started. */
  follow(event: RunEvent): void {
    if (event.kind === 'target-started') this.#started.add(event.pid);
    if (event.kind === 'target-exited') this.#started.delete(event.pid);
  }

  /** Restores the default reactions to the signals. */
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
      // Only a child: the PID may have been reused, and a process that Loadcell attached to must not be ended.
      if (parentOf(pid) === this.#source.pid) this.#source.kill(pid, 'SIGKILL');
    }
    this.#source.exit(this.#exitCode);
  };
}
