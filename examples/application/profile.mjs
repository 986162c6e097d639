/**
 * Loadcell in an application: what a function costs in memory and time, and what a service uses while it runs. Run it with
 * `node examples/application/profile.mjs` in the checkout.
 */
import { MetricsCollector, profile } from '@loadcell/core';

/** The work to measure: builds an index and searches it. */
function buildIndex(entries) {
  return new Map(Array.from({ length: entries }, (_, id) => [`key-${id}`, { id }]));
}

// One function: its result and its metrics. Sampling continues while the function keeps the JavaScript thread busy.
const { value, metrics } = await profile(async (collector) => {
  const index = await collector.time('load', () => buildIndex(200_000));
  return await collector.time('inference', () => index.get('key-42'));
});
console.log(
  JSON.stringify({
    found: value,
    peakBytes: metrics.memoryUsage.peak,
    sampler: metrics.sampling.source, // 'native', or 'javascript' with the reason
  }),
);

// Any length: a collector next to a service.
const collector = new MetricsCollector();
collector.startCollection();
for (let request = 0; request < 3; request += 1) {
  await collector.time('inference', () => new Promise((resolve) => setTimeout(resolve, 20)));
}
collector.stopCollection();
console.log(JSON.stringify(collector.getMetrics().memoryUsage));
