import type { OomKill } from '../../collector/oom-watch.ts';
import { LoadcellError } from '../../spec/error/errors.ts';
import { TargetDiedError } from '../../target/errors.ts';
import type { PhaseRun } from './phase-run.ts';
import { deathError } from '../run-errors.ts';

/** The error of a phase. The first one counts; later ones are its consequences. */
export class PhaseOutcome {
  readonly #run: PhaseRun;
  readonly #beganNs: number;
  #kills: readonly OomKill[] = [];
  #failure: LoadcellError | undefined;
  /** An unknown condition: a defect of Loadcell, which ends the run. */
  #defect: { readonly error: unknown } | undefined;

  constructor(run: PhaseRun, beganNs: number) {
    this.#run = run;
    this.#beganNs = beganNs;
  }

  /** Why the phase failed; undefined so far. */
  get failure(): LoadcellError | undefined {
    return this.#failure;
  }

  /** Adds the OOM kills at the death of the target to its error. */
  noteKills(kills: readonly OomKill[]): void {
    this.#kills = kills;
  }

  /** Runs `act` and notes its error. */
  async attempt(act: () => void | Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.note(error);
    }
  }

  /** Notes the first error. The reason that ended the run replaces the error that it caused here. */
  note(error: unknown): void {
    if (this.#failure !== undefined || this.#defect !== undefined) return;
    const { signal } = this.#run;
    const reason: unknown = signal.aborted ? signal.reason : error;
    if (reason instanceof LoadcellError) this.#fail(reason);
    else this.#noteDefect(reason);
  }

  /** Records the defect, so that a later report of the run has it, too. */
  #noteDefect(reason: unknown): void {
    this.#defect = { error: reason };
    const error = reason instanceof Error ? reason : new Error(String(reason));
    try {
      this.#run.journal.event({ kind: 'phase-failed', error });
    } catch {
      // The defect came first, and is thrown after cleanup.
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
      // The streams cannot be written: thrown after cleanup.
      this.#defect = { error };
    }
  }

  /**
   * @returns why the phase failed, or undefined
   * @throws an error that is a defect of Loadcell, not a condition of the run
   */
  conclude(): LoadcellError | undefined {
    if (this.#defect !== undefined) throw this.#defect.error;
    return this.#failure;
  }
}
