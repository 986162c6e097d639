import type { CrossModelMetrics } from '../../spec/contract/cross-model-metrics.ts';
import { median } from '../../stats/quantile.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { comparisonsOf, contextPreservation } from '../switching/context-preservation.ts';
import { contextSwitchTime } from '../switching/context-switch-time.ts';
import { measurementOf, type Measurements } from '../measure/measure.ts';
import { memoryProfile } from './memory-profile.ts';

/**
 * The contract's cross-model metrics of a phase; undefined for a phase without switches.
 * @param measured measurements that exist already and are not repeated
 */
export function crossModelMetrics(
  phase: PhaseStreams,
  measured: Measurements = {},
): CrossModelMetrics | undefined {
  const switches =
    phase.events.some((event) => event.kind === 'switch-began') ||
    phase.requests.some((row) => row.purpose === 'model-switch');
  if (!switches) return undefined;
  const time = measurementOf(contextSwitchTime, phase, measured);
  const compared = comparisonsOf(phase, 'switch');
  return {
    switchingLatency: {
      averageSwitchTime: time.avg,
      maxSwitchTime: time.max,
      minSwitchTime: time.min,
    },
    contextPreservation: {
      preservationRate: measurementOf(contextPreservation, phase, measured).avg,
      contextSize: median(compared.map((event) => event.contextTokens)),
    },
    memoryProfile: memoryProfile(phase, measured),
  };
}
