import { defineConfig } from '@loadcell/core';

/**
 * How much load a host bears: bursts of arrivals at a rate, then a sweep over concurrency that ends where a request in a
 * hundred no longer keeps what every request should.
 */
export default defineConfig({
  name: 'capacity',
  phase: 'load',
  objectives: { timeToFirstToken: '5s', responseTime: '10s' },
  phases: {
    load: {
      duration: '2s',
      warmUp: 4,
      loops: ['open'],
      schedule: { shape: 'gamma', rate: 8, burstiness: 0.5 },
      inputTokens: { min: 16, max: 48 },
      outputTokens: { min: 4, max: 12 },
      sharedPrefix: { tokens: 32 },
      sweep: { over: 'concurrency', from: 1, to: 4, stepDuration: '500ms', minRequests: 8 },
      successCriteria: { sloAttainment: 0.99, errorRate: 0 },
    },
  },
});
