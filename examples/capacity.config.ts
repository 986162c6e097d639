import { defineConfig } from '@loadcell/core';

/**
 * How much load a server sustains: bursty arrivals at a fixed rate, then a sweep over concurrency that ends when more than
 * 1% of requests miss an SLO.
 */
export default defineConfig({
  name: 'capacity',
  phase: 'load',
  slos: { ttft: '5s', e2el: '10s' },
  phases: {
    load: {
      inputTokens: { min: 16, max: 48 },
      outputTokens: { min: 4, max: 12 },
      sharedPrefix: { tokens: 32 },
      stages: [
        { kind: 'open', rate: 8, arrivals: { gamma: 0.5 }, warmup: 4, duration: '2s' },
        {
          kind: 'sweep',
          parameter: 'concurrency',
          from: 1,
          to: 4,
          duration: '500ms',
          minRequests: 8,
        },
      ],
      successCriteria: { 'stages.open.sloAttainment': 0.95, errorRate: 0 },
    },
  },
});
