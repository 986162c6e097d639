import type { PhaseStreams } from './phase-streams.ts';
import { emptySamples } from './columns/sample-columns.ts';

/** The streams of a phase without recorded data. @param atNs its beginning and end, CLOCK_MONOTONIC nanoseconds */
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
