import { concatenate } from '../../stats/concatenate.ts';
import { quantileOfSorted, sortInPlace } from '../../stats/quantile.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { WindowName } from '../../stream/events/run-event.ts';
import { bytesBetween, residentSeries } from './resident-memory.ts';
import { windowsOf } from '../measure/windows.ts';

/**
 * Median RSS of all samples within the windows of a name, bytes.
 * @returns `NaN` without such a window, or without a sample in it
 */
export function residentMedianIn(phase: PhaseStreams, name: WindowName): number {
  const series = residentSeries(phase);
  const parts = windowsOf(phase, [name]).map((window) =>
    bytesBetween(series, window.beganNs, window.endedNs),
  );
  return quantileOfSorted(sortInPlace(concatenate(parts)), 0.5);
}

/** Median RSS over the idle window, before a model is loaded, bytes or `NaN`. */
export function baselineBytes(phase: PhaseStreams): number {
  return residentMedianIn(phase, 'idle');
}

/** Median RSS over the cooldown window, after everything is released, bytes or `NaN`. */
export function afterReleaseBytes(phase: PhaseStreams): number {
  return residentMedianIn(phase, 'cooldown');
}
