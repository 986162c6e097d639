import { LENIENT_CALIBRATION } from '../../e2e/support/run-folder.ts';

const WINDOWS = { idle: '150ms', cooldown: '150ms' } as const;

/** Requests that {@link counted} measures; those in flight at its end are sent as well. */
export const COUNT = 90;

function loadOf(url: string, stage: object): object {
  return {
    seed: 7,
    phase: 'load',
    successCriteria: { errorRate: 0 },
    // A busy machine misses many ticks at 1 kHz, which is not the subject of these tests.
    sampling: { hz: 50 },
    target: { url },
    phases: { load: { ...WINDOWS, calibration: LENIENT_CALIBRATION, stages: [stage] } },
  };
}

/** A closed loop that ends after {@link COUNT} requests: a busy machine may be slow, but sends none late. */
export function counted(url: string): object {
  return loadOf(url, { kind: 'closed', name: 'counted', concurrency: 6, requests: COUNT });
}

/** A load that only a fault ends. */
export function endless(url: string): object {
  return loadOf(url, { kind: 'closed', name: 'endless', concurrency: 6, duration: '10min' });
}
