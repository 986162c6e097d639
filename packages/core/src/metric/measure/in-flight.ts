import type { IntervalNs } from '../../stats/overlap.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';

/** When requests were in flight, request by request. */
export interface InFlightIntervals {
  readonly beganNs: Float64Array;
  readonly endedNs: Float64Array;
}

/**
 * When the sent requests of stages were in flight, from their send to their end. A request without an end was still in
 * flight when the phase ended.
 * @param window leaves out requests outside it
 */
export function inFlightIntervals(
  phase: Pick<PhaseStreams, 'requests' | 'endedNs'>,
  window: IntervalNs = { beganNs: -Infinity, endedNs: Infinity },
): InFlightIntervals {
  const sent = phase.requests.filter(
    ({ stage, sentNs, endNs }) =>
      stage !== '' && sentNs < window.endedNs && !(endNs < window.beganNs),
  );
  return {
    beganNs: Float64Array.from(sent, ({ sentNs }) => sentNs),
    endedNs: Float64Array.from(sent, ({ endNs }) => (Number.isNaN(endNs) ? phase.endedNs : endNs)),
  };
}
