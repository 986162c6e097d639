import type { PhaseStreams } from '../../stream/phase-streams.ts';

/** A switch from one model to another. */
export interface ModelSwitch {
  readonly from: string;
  readonly to: string;
  readonly beganNs: number;
  readonly endedNs: number;
}

/** The completed switches of a phase, in order of time. */
export function modelSwitches(phase: PhaseStreams): ModelSwitch[] {
  const switches: ModelSwitch[] = [];
  let began: { from: string; to: string; atNs: number } | undefined;
  for (const event of phase.events) {
    if (event.kind === 'switch-began') {
      began = event;
    } else if (event.kind === 'switch-ended' && began !== undefined) {
      switches.push({ from: began.from, to: began.to, beganNs: began.atNs, endedNs: event.atNs });
      began = undefined;
    }
  }
  return switches;
}
