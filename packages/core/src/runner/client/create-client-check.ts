import type { RunConfig } from '../../config/parse-config.ts';
import type { PhaseJournal } from '../../phase/phase-journal.ts';
import type { PhaseName } from '../../spec/contract/test-config.ts';
import { parseEndpoint } from '../../target/server/session/endpoint.ts';
import { transportFor } from '../../target/transport/create-transport.ts';
import { ClientCheck } from './client-check.ts';
import { errorBudget } from './error-budget.ts';

/** What the client check of a phase depends on. */
export interface CheckedRun {
  readonly name: PhaseName;
  readonly config: RunConfig;
  readonly journal: PhaseJournal;
}

/** Maximum concurrency of a calibration where the target sets no limit. */
const MOST_CALIBRATED = 512;

/**
 * Makes the client check of a phase; undefined without a server or a load, or when it is switched off, which is recorded.
 */
export function createClientCheck(run: CheckedRun, signal: AbortSignal): ClientCheck | undefined {
  const { name, config, journal } = run;
  const { url, maxConcurrency = MOST_CALIBRATED } = config.target;
  if (name !== 'load' || url === undefined) return undefined;
  const { calibration } = config.phaseOptions.load;
  const own = config.phases.find((phase) => phase.name === name)?.successCriteria ?? {};
  const judged = { criteria: { ...config.criteria, ...own }, slos: config.slos };
  if (calibration === false) {
    const reason = 'switched off by phases.load.calibration';
    const budget = errorBudget(judged);
    journal.event({ kind: 'client-not-calibrated', cause: 'switched-off', reason, budget });
    return undefined;
  }
  return new ClientCheck({
    journal,
    signal,
    maxConcurrency,
    // The mock server speaks plain http: the transport for https is calibrated without TLS.
    makeTransport: transportFor(parseEndpoint(url).protocol),
    requests: calibration.requests,
    budget: errorBudget({
      ...judged,
      ...(calibration.budget === undefined ? {} : { budgetMs: calibration.budget }),
    }),
  });
}
