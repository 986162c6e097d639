import { defineConfig } from '@loadcell/core';

/**
 * A server that is running already: its latency at two loads, and with `pid` its memory. Pass another URL with `--url`. An API
 * key is read from LOADCELL_API_KEY, never from this file.
 */
export default defineConfig({
  name: 'running-server',
  phase: 'load',
  target: { url: 'http://127.0.0.1:8000', pid: 'auto' },
  phases: {
    load: {
      inputTokens: { min: 16, max: 64 },
      outputTokens: 8,
      stages: [
        { kind: 'closed', concurrency: 4, warmup: 4, requests: 100 },
        { kind: 'open', rate: { share: 0.5 }, requests: 100 },
      ],
      successCriteria: {
        'ttft.p95': 10_000, // milliseconds
        errorRate: 0,
      },
    },
  },
});
