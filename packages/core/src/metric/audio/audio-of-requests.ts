import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { isSuccessful } from '../measure/service-requests.ts';

/** Seconds of the recording or the speech of a request; `NaN` without either. */
export function audioSeconds({ mediaNs }: RequestRow): number {
  return mediaNs / 1e9;
}

/** Why there is no figure of audio. */
export function noAudioReason(phase: Pick<PhaseStreams, 'requests'>): string {
  return phase.requests.some(isSuccessful)
    ? 'no request carried or received audio of a known duration'
    : noServiceReason(phase);
}
