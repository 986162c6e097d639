import type { PerformanceMetrics } from '../../spec/contract/performance-metrics.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { compressionRatio } from '../switching/compression-ratio.ts';
import { contextLoadTime } from '../switching/context-load-time.ts';
import { contextSwitchTime } from '../switching/context-switch-time.ts';
import { inferenceTime } from '../latency/inference-time.ts';
import { measurementOf, type Measurements } from '../measure/measure.ts';
import type { Measurement } from '../measure/measurement.ts';
import { memoryUsage } from '../memory/memory-usage.ts';
import type { MetricDefinition } from '../metric.ts';
import { responseLatency } from '../latency/response-latency.ts';
import { transitionTime } from '../switching/transition-time.ts';
import { afterReleaseBytes, baselineBytes } from '../memory/window-memory.ts';

/**
 * The contract's metrics of a phase: bytes, average milliseconds, ratios; `NaN` where not measured.
 * @param measured measurements that exist already and are not repeated
 * @param headline measurements of the stage whose latency represents the phase; absent without a stage
 */
export function performanceMetrics(
  phase: PhaseStreams,
  measured: Measurements,
  headline: Measurements = {},
): PerformanceMetrics {
  const of = (metric: MetricDefinition): Measurement => measurementOf(metric, phase, measured);
  return {
    memoryUsage: {
      baseline: baselineBytes(phase),
      peak: of(memoryUsage).max,
      afterRelease: afterReleaseBytes(phase),
    },
    contextStats: {
      loadTime: of(contextLoadTime).avg,
      transitionTime: of(transitionTime).avg,
      compressionRatio: of(compressionRatio).avg,
    },
    modelMetrics: {
      inferenceTime: headline[inferenceTime.name]?.avg ?? Number.NaN,
      responseLatency: headline[responseLatency.name]?.avg ?? Number.NaN,
      contextSwitchTime: of(contextSwitchTime).avg,
    },
  };
}
