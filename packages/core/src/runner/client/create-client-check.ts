import type { RunConfig } from '../../config/parse-config.ts';
import type { PhaseJournal } from '../../phase/phase-journal.ts';
import type { PhaseName } from '../../spec/contract/test-config.ts';
import { parseEndpoint } from '../../target/server/session/endpoint.ts';
import type { TransportFactory } from '../../target/transport/transport.ts';
import { WorkerTransport } from '../../target/transport/undici/worker-transport.ts';
import { WireTransport } from '../../target/transport/wire-transport.ts';
import { ClientCheck } from './client-check.ts';
import { errorBudget } from './error-budget.ts';

/** What the check of a phase's client hangs on. */
export interface CheckedRun {
  readonly name: PhaseName;
  readonly config: RunConfig;
  readonly journal: PhaseJournal;
}

/** Requests in flight that the client is calibrated with at most, where the load has no limit of its own. */
const MOST_CALIBRATED = 512;

/**
 * Makes the check of the client that a phase loads a server with; none where there is no server, or no load, or where it
 * is switched off, which is noted.
 */
export function createClientCheck(run: CheckedRun, signal: AbortSignal): ClientCheck | undefined {
  const { name, config, journal } = run;
  const { url, maxConcurrency = MOST_CALIBRATED } = config.target;
  if (name !== 'load' || url === undefined) return undefined;
  const { calibration } = config.phaseOptions.load;
  if (calibration === false) {
    const reason = 'switched off by phases.load.calibration';
    journal.event({ kind: 'client-not-calibrated', cause: 'switched-off', reason });
    return undefined;
  }
  const own = config.phases.find((phase) => phase.name === name)?.successCriteria ?? {};
  return new ClientCheck({
    journal,
    signal,
    maxConcurrency,
    makeTransport: transportOf(url),
    requests: calibration.requests,
    budget: errorBudget({
      criteria: { ...config.criteria, ...own },
      slos: config.slos,
      ...(calibration.budget === undefined ? {} : { budgetMs: calibration.budget }),
    }),
  });
}

/**
 * What carries the load of a server. The server of known timing speaks plain http: the worker that carries https is
 * checked with it as well, without the work of TLS.
 */
function transportOf(url: string): TransportFactory {
  return parseEndpoint(url).protocol === 'http:'
    ? (options, listener) => new WireTransport(options, listener)
    : (options, listener) => new WorkerTransport(options, listener);
}
