import type { PerformanceMetrics } from '../spec/performance-metrics.ts';
import type { PhaseStreams } from '../stream/phase-streams.ts';
import { compressionRatio } from './compression-ratio.ts';
import { contextLoadTime } from './context-load-time.ts';
import { contextSwitchTime } from './context-switch-time.ts';
import { inferenceTime } from './inference-time.ts';
import { measure } from './measure.ts';
import { memoryUsage } from './memory-usage.ts';
import { responseLatency } from './response-latency.ts';
import { transitionTime } from './transition-time.ts';
import { afterReleaseBytes, baselineBytes } from './window-memory.ts';

/** The contract's metrics of one phase: bytes, average milliseconds, ratios; `NaN` where it was not measured. */
export function performanceMetrics(phase: PhaseStreams): PerformanceMetrics {
  return {
    memoryUsage: {
      baseline: baselineBytes(phase),
      peak: measure(memoryUsage, phase).max,
      afterRelease: afterReleaseBytes(phase),
    },
    contextStats: {
      loadTime: measure(contextLoadTime, phase).avg,
      transitionTime: measure(transitionTime, phase).avg,
      compressionRatio: measure(compressionRatio, phase).avg,
    },
    modelMetrics: {
      inferenceTime: measure(inferenceTime, phase).avg,
      responseLatency: measure(responseLatency, phase).avg,
      contextSwitchTime: measure(contextSwitchTime, phase).avg,
    },
  };
}
