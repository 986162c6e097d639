import type { PhaseName } from '../spec/contract/test-config.ts';

/** Criteria of any target without configured ones: every request succeeds. */
export const DEFAULT_CRITERIA: Readonly<Record<string, number>> = { errorRate: 0 };

/**
 * Criteria of the embedded default: wide enough for a busy two-core machine, narrow enough to detect a model that is
 * loaded twice, memory that is not released, or an engine that stalls.
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
