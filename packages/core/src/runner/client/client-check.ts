import { startMockServer } from '../../mock/start-mock-server.ts';
import type { ClientCalibrator, ExpectedLoad } from '../../phase/phase.ts';
import type { PhaseJournal } from '../../phase/phase-journal.ts';
import type { ClientErrorBudget } from '../../spec/account/client-calibration.ts';
import { LoadcellError } from '../../spec/error/errors.ts';
import { calibrate, type Calibration } from '../../target/server/load/calibration.ts';
import type { TransportFactory } from '../../target/transport/transport.ts';
import { planCalibration, type CalibrationPlan } from './calibration-plan.ts';
import { PaceLog } from './pace-log.ts';
import { budgetsUsed, stampErrors } from './stamp-errors.ts';

/** What a client is checked with. */
export interface ClientCheckOptions {
  /** Makes the transport that carries the load. */
  readonly makeTransport: TransportFactory;
  readonly journal: PhaseJournal;
  readonly budget: ClientErrorBudget;
  /** At the least, for one calibration. */
  readonly requests: number;
  /** Of the target: more are never under way. */
  readonly maxConcurrency: number;
  readonly signal: AbortSignal;
}

/** A load that keeps no more than so many times the requests of a calibration under way is covered by it. */
const COVERED = 1.5;

/** Far above what one request takes; a machine that stalls so long fails the calibration. */
const TIMEOUT_MS = 20_000;

/** Runs the client of a phase against a server of known timing before loads, with as many requests at once as they have. */
export class ClientCheck implements ClientCalibrator {
  readonly #options: ClientCheckOptions;
  readonly #paceLog = new PaceLog();
  #calibratedAt = 0;
  #hasFailed = false;

  constructor(options: ClientCheckOptions) {
    this.#options = options;
  }

  /** The same journal, with an eye on how long answers take. */
  watch(journal: PhaseJournal): PhaseJournal {
    return {
      ...journal,
      request: (row) => {
        this.#paceLog.observe(row);
        journal.request(row);
      },
      inStage: (stage) => this.watch(journal.inStage(stage)),
    };
  }

  async calibrate(load: ExpectedLoad): Promise<void> {
    const { requests, journal } = this.#options;
    const plan = planCalibration(this.#concurrencyOf(load), requests, this.#paceLog.pace);
    if (this.#hasFailed || plan.concurrency <= this.#calibratedAt * COVERED) return;
    journal.step(`check the client's own clock, ${plan.concurrency} at once`);
    try {
      await this.#measure(plan);
      this.#calibratedAt = plan.concurrency;
    } catch (error) {
      this.#options.signal.throwIfAborted();
      if (!(error instanceof LoadcellError)) throw error;
      this.#hasFailed = true;
      const reason = error.message;
      journal.event({ kind: 'client-not-calibrated', cause: 'failed', reason });
    }
  }

  /** By Little's law, with the time that answers took so far, where only a rate is known. */
  #concurrencyOf(load: ExpectedLoad): number {
    const { maxConcurrency } = this.#options;
    if ('concurrency' in load) return Math.min(load.concurrency, maxConcurrency);
    const { serviceMs } = this.#paceLog.pace;
    const expected = (load.ratePerSecond * serviceMs) / 1e3;
    return Number.isNaN(expected) ? 1 : Math.min(expected, maxConcurrency);
  }

  /** A machine that is shared has hiccups: what is over the budget is measured once more, and the better counts. */
  async #measure(plan: CalibrationPlan): Promise<void> {
    const { budget, journal } = this.#options;
    const first = await this.#runOnce(plan);
    const attempts = [stampErrors(first)];
    if (attempts.some((errors) => budgetsUsed(errors, budget) > 1)) {
      attempts.push(stampErrors(await this.#runOnce(plan)));
    }
    const [best] = attempts.toSorted(
      (one, other) => budgetsUsed(one, budget) - budgetsUsed(other, budget),
    );
    if (best === undefined) return;
    const { concurrency, requests, tokens, gapMs } = plan;
    const asked = { concurrency, requests, tokens, gapMs, clock: first.account.clock };
    journal.event({
      kind: 'client-calibrated',
      calibration: { ...asked, ...best, budget, attempts },
    });
  }

  async #runOnce({ concurrency, requests, ...timing }: CalibrationPlan): Promise<Calibration> {
    const { gapMs, jitterMs, tokens } = timing;
    const server = startMockServer({
      timeToFirstTokenMs: gapMs,
      interTokenLatencyMs: gapMs,
      jitterMs,
      outputTokens: tokens,
    });
    try {
      const { makeTransport, signal } = this.#options;
      const { url } = server;
      const asked = { url, model: 'mock', concurrency, requests, tokens, timeoutMs: TIMEOUT_MS };
      return await calibrate(asked, makeTransport, signal);
    } finally {
      server.stop();
    }
  }
}
