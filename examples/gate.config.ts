import { defineConfig } from '@loadcell/core';

/** A gate for a CI job: the run fails if a threshold is missed, and the report shows by how much. */
export default defineConfig({
  name: 'gate',
  timeout: '10min',
  maxMemory: '1GiB',
  phases: {
    baseline: {
      duration: '20s',
      minRequests: 200,
      successCriteria: {
        maxMemoryUsage: 512 * 2 ** 20,
        avgLoadTime: 1000,
        p99ResponseTime: 500,
        errorRate: 0,
      },
    },
    'cross-model': {
      duration: '15s',
      successCriteria: { avgContextSwitchTime: 1000, contextPreservation: 0.95, errorRate: 0 },
    },
    load: {
      duration: '30s',
      stages: [
        { kind: 'closed', concurrency: 4, minRequests: 200 },
        { kind: 'open', rate: { share: 0.6 }, minRequests: 200 },
      ],
      successCriteria: {
        p95ResponseTime: 2000, // of each stage
        'stages.open.p95TimeToFirstToken': 1000,
        errorRate: 0,
      },
    },
  },
});
