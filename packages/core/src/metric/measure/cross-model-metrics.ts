import type { CrossModelMetrics } from '../../spec/contract/cross-model-metrics.ts';
import { median } from '../../stats/quantile.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { comparisonsOf, contextPreservation } from '../switching/context-preservation.ts';
import { contextSwitchTime } from '../switching/context-switch-time.ts';
import { measurementOf, type Measurements } from './measure.ts';
import { memoryProfile } from '../memory/memory-profile.ts';

/**
 * What switching models cost and kept in a phase; undefined for a phase without switches.
 * @param measured what was measured of the phase already, and is not measured again
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
