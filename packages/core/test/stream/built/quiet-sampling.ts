import type { SamplingQuality } from '../../../src/spec/quality/sampling-quality.ts';

/** What a sampler says that had a core to itself. */
export function quietSampling(): SamplingQuality {
  return {
    source: 'native',
    requestedHz: 1000,
    achievedHz: 999,
    lowestHz: 1000,
    rateReductions: 0,
    processes: 1,
    sampleCount: 5000,
    tickCount: 5000,
    lateTicks: 4,
    missedTicks: 1,
    droppedSamples: 0,
    latenessUs: { p50: 50, p99: 120, max: 900 },
    costPerSampleUs: 25,
    samplerCpuUtilization: 0.027,
  };
}
