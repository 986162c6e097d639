import type { PhaseName } from '../spec/contract/test-config.ts';

/** What holds for any host when the configuration says nothing: every request is answered. */
export const DEFAULT_CRITERIA: Readonly<Record<string, number>> = { errorRate: 0 };

/**
 * What the embedded default must reach, wide enough for a busy two-core machine and narrow enough to notice
 * a model that is loaded twice, a release that does not happen, or a host that stalls.
 */
export const EMBEDDED_CRITERIA: Readonly<Record<PhaseName, Readonly<Record<string, number>>>> = {
  baseline: {
    maxMemoryUsage: 768 * 2 ** 20,
    avgLoadTime: 5000,
    avgContextLoadTime: 2000,
    avgTransitionTime: 2000,
    p95ResponseTime: 5000,
    errorRate: 0,
  },
  'cross-model': {
    maxMemoryUsage: 768 * 2 ** 20,
    avgContextSwitchTime: 5000,
    contextPreservation: 0.95,
    errorRate: 0,
  },
  load: {
    maxMemoryUsage: 768 * 2 ** 20,
    maxResponseTime: 15_000,
    errorRate: 0,
  },
};
