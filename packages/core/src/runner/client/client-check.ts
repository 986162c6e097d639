import { startMockServer } from '../../mock/start-mock-server.ts';
import type { ClientCalibrator, ExpectedLoad } from '../../phase/phase.ts';
import type { PhaseJournal } from '../../phase/phase-journal.ts';
import type { ClientErrorBudget } from '../../spec/quality/client-error-budget.ts';
import { LoadcellError } from '../../spec/error/errors.ts';
import { calibrate, type Calibration } from '../../target/server/load/calibration.ts';
import type { TransportFactory } from '../../target/transport/transport.ts';
import { planCalibration, type CalibrationPlan } from './calibration-plan.ts';
import { PaceLog } from './pace-log.ts';
import { budgetsUsed, stampErrors } from './stamp-errors.ts';

/** Options of a client check. */
export interface ClientCheckOptions {
  /** Makes the transport that carries the load. */
  readonly makeTransport: TransportFactory;
  readonly journal: PhaseJournal;
  readonly budget: ClientErrorBudget;
  /** Minimum for one calibration. */
  readonly requests: number;
  /** Of the target: more are never in flight. */
  readonly maxConcurrency: number;
  readonly signal: AbortSignal;
}

/** A calibration covers loads with up to this multiple of its concurrency. */
const COVERED = 1.5;

/** Far above the duration of one request; a machine that stalls this long fails the calibration. */
const TIMEOUT_MS = 20_000;

/** Calibrates the client of a phase against a local mock server before loads, at their concurrency. */
export class ClientCheck implements ClientCalibrator {
  readonly #options: ClientCheckOptions;
  readonly #paceLog = new PaceLog();
  #calibratedAt = 0;
  #hasFailed = false;

  constructor(options: ClientCheckOptions) {
    this.#options = options;
  }

  /** Wraps a journal to observe how long responses take. */
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
    journal.step(`calibrate client at concurrency ${plan.concurrency}`);
    try {
      await this.#measure(plan);
      this.#calibratedAt = plan.concurrency;
    } catch (error) {
      this.#options.signal.throwIfAborted();
      if (!(error instanceof LoadcellError)) throw error;
      this.#hasFailed = true;
      const reason = error.message;
      const { budget } = this.#options;
      journal.event({ kind: 'client-not-calibrated', cause: 'failed', reason, budget });
    }
  }

  /** For a rate, by Little's law with the service time so far. */
  #concurrencyOf(load: ExpectedLoad): number {
    const { maxConcurrency } = this.#options;
    if ('concurrency' in load) return Math.min(load.concurrency, maxConcurrency);
    const { serviceMs } = this.#paceLog.pace;
    const expected = (load.ratePerSecond * serviceMs) / 1e3;
    return Number.isNaN(expected) ? 1 : Math.min(expected, maxConcurrency);
  }

  /** On a shared machine a calibration over the budget may be bad luck: it is repeated once, and the better one counts. */
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
