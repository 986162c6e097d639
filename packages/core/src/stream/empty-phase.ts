import type { PhaseStreams } from './phase-streams.ts';
import { emptySamples } from './sample-columns.ts';

/** The streams of a phase of which nothing was recorded. @param atNs CLOCK_MONOTONIC nanoseconds, of its beginning and end */
export function emptyPhase(name: string, atNs: number): PhaseStreams {
  return {
    name,
    beganNs: atNs,
    endedNs: atNs,
    clockEpochMs: 0,
    ended: false,
    samples: emptySamples(),
    survey: new Map(),
    requests: [],
    events: [],
    stages: [],
  };
}
