import type { OomKill } from '../collector/oom-watch.ts';
import { LoadcellError } from '../spec/error/errors.ts';
import { TargetDiedError } from '../target/errors.ts';
import type { PhaseRun } from './phase-run.ts';
import { deathError } from './run-errors.ts';

/** What went wrong in a phase. The first thing counts; what follows from it is not what happened. */
export class PhaseOutcome {
  readonly #run: PhaseRun;
  readonly #beganNs: number;
  #kills: readonly OomKill[] = [];
  #failure: LoadcellError | undefined;
  /** Not a condition that we know: a defect of ours, which ends the run. */
  #defect: { readonly error: unknown } | undefined;

  constructor(run: PhaseRun, beganNs: number) {
    this.#run = run;
    this.#beganNs = beganNs;
  }

  /** Why the phase failed, as far as is known. */
  get failure(): LoadcellError | undefined {
    return this.#failure;
  }

  /** Notes whom the kernel killed for memory as the target died: the error of its death says so. */
  noteKills(kills: readonly OomKill[]): void {
    this.#kills = kills;
  }

  /** Does something and notes what goes wrong. */
  async attempt(act: () => void | Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.note(error);
    }
  }

  /** Notes what went wrong, if nothing did before. What ended the whole run says more than what it led to here. */
  note(error: unknown): void {
    if (this.#failure !== undefined || this.#defect !== undefined) return;
    const { signal } = this.#run;
    const reason: unknown = signal.aborted ? signal.reason : error;
    if (reason instanceof LoadcellError) this.#fail(reason);
    else this.#noteDefect(reason);
  }

  /** Whoever reads the run later must find why it failed, too. */
  #noteDefect(reason: unknown): void {
    this.#defect = { error: reason };
    const error = reason instanceof Error ? reason : new Error(String(reason));
    try {
      this.#run.journal.event({ kind: 'phase-failed', error });
    } catch {
      // The defect came first, and is thrown once all is taken down.
    }
  }

  #fail(reason: LoadcellError): void {
    const { name, journal, clockEpochMs } = this.#run;
    this.#failure =
      reason instanceof TargetDiedError
        ? deathError(name, reason, this.#beganNs, clockEpochMs, this.#kills)
        : reason;
    try {
      journal.event({ kind: 'phase-failed', error: this.#failure });
    } catch (error) {
      // The streams cannot be written: thrown once all is taken down.
      this.#defect = { error };
    }
  }

  /**
   * @returns why the phase failed, or undefined
   * @throws what is a defect of Loadcell and not a condition of the run
   */
  conclude(): LoadcellError | undefined {
    if (this.#defect !== undefined) throw this.#defect.error;
    return this.#failure;
  }
}
