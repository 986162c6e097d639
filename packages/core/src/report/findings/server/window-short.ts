import type { StageLoad } from '../../../stream/stage/stage-load.ts';
import type { StageResult } from '../../results/stage-result.ts';
import { figure, inEachLoad, type FindingDefinition } from '../finding.ts';

/** A p95 end-to-end latency above this share of the window makes rates low by about as much. */
const SHARE = 0.1;

/** Rates that are low in a window that starts empty and does not drain. */
const RATES: readonly string[] = ['requestThroughput', 'outputTokenThroughput', 'goodput'];

export const windowShort: FindingDefinition = {
  name: 'window-short',
  meaning:
    'The window of a stage with a schedule is short for its latency. It starts with nothing in flight and ends with requests that no rate counts, so rates are low. A warning where a criterion on a rate is missed.',
  section: 'throughput',
  look: inEachLoad(({ result }) => {
    const windowMs = result.windows.reduce((sum, { durationMs }) => sum + durationMs, 0);
    const latencyMs = result.measurements['responseLatency']?.p95 ?? Number.NaN;
    // A longer duration does not extend a stage that ended itself.
    if (result.endedBy !== undefined) return [];
    if (!endsByTime(result.load) || result.warmup.requests > 0) return [];
    if (!Number.isFinite(latencyMs) || !(latencyMs > SHARE * windowMs)) return [];
    return [
      {
        severity: missesRate(result) ? 'warning' : 'note',
        finding: 'The window is short for the latency, so throughput figures are low',
        evidence: [
          figure('end-to-end latency p95', 'ms', latencyMs),
          figure('window', 'ms', windowMs),
        ],
        advice: isUntilDecided(result.load)
          ? 'Warm the stage up with --warmup.'
          : 'Raise the duration of the stage, or warm it up with --warmup.',
      },
    ];
  }),
};

/** Whether a stage has a schedule that ends at a time: where a number of requests ends it, all of them are in its rates. */
function endsByTime(load: StageLoad): boolean {
  switch (load.kind) {
    case 'open':
    case 'sessions':
      return load.requests === undefined;
    case 'ramp':
      return true;
    case 'sequential':
    case 'closed':
    case 'users':
    case 'trace':
      return false;
  }
}

/** Such a stage is ended by its criteria, and a longer duration does not extend it. */
function isUntilDecided(load: StageLoad): boolean {
  return 'until' in load && load.until === 'decided';
}

function missesRate({ criteria }: StageResult): boolean {
  return criteria.some(({ metric, status }) => status === 'fail' && RATES.includes(metric));
}
