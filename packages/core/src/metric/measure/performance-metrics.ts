import type { PerformanceMetrics } from '../../spec/contract/performance-metrics.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { compressionRatio } from '../switching/compression-ratio.ts';
import { contextLoadTime } from '../switching/context-load-time.ts';
import { contextSwitchTime } from '../switching/context-switch-time.ts';
import { inferenceTime } from '../latency/inference-time.ts';
import { measurementOf, type Measurements } from './measure.ts';
import type { Measurement } from './measurement.ts';
import { memoryUsage } from '../memory/memory-usage.ts';
import type { MetricDefinition } from '../metric.ts';
import { responseLatency } from '../latency/response-latency.ts';
import { transitionTime } from '../switching/transition-time.ts';
import { afterReleaseBytes, baselineBytes } from '../memory/window-memory.ts';

/**
 * The contract's metrics of one phase: bytes, average milliseconds, ratios; `NaN` where it was not measured.
 * @param measured what was measured of the phase already, and is not measured again
 * @param headline what was measured of the stage whose times stand for the phase; absent where it has none
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
