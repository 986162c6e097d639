import { defineConfig } from '@loadcell/core';

/**
 * A server that Loadcell starts, measures from its first instruction and stops. Here it is the mock server; any command with
 * `{port}` will do, such as ['vllm', 'serve', 'MODEL', '--port', '{port}'].
 */
export default defineConfig({
  name: 'started-server',
  phase: 'load',
  target: {
    models: {
      mock: { command: ['loadcell', 'mock', '--port', '{port}', '--inter-token-latency', '1ms'] },
    },
    ready: { timeout: '5min' },
  },
  phases: {
    load: {
      outputTokens: 8,
      stages: [{ kind: 'closed', concurrency: 4, requests: 100 }],
      successCriteria: { startupTimeToFirstToken: 300_000, errorRate: 0 },
    },
  },
});
