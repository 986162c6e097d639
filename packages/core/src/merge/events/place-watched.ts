import type { RunEvent } from '../../stream/events/run-event.ts';
import { EVENT_RULES } from './event-rules.ts';

/** A phase of the machines that send load, nanoseconds of the merged run's clock. */
export interface PhaseSpan {
  readonly phase: string;
  readonly beganNs: number;
  readonly endedNs: number;
}

/** The phases that machines began, in order: from the first that began one to the last that ended it. */
export function phaseSpans(events: readonly RunEvent[], untilNs: number): PhaseSpan[] {
  const spans = new Map<string, PhaseSpan>();
  for (const event of events) {
    if (event.kind === 'phase-began') {
      const { phase, atNs: beganNs } = event;
      spans.set(phase, { phase, beganNs, endedNs: untilNs });
    }
    const open = event.kind === 'phase-ended' ? spans.get(event.phase) : undefined;
    if (open !== undefined) spans.set(open.phase, { ...open, endedNs: event.atNs });
  }
  return [...spans.values()].toSorted((one, other) => one.beganNs - other.beganNs);
}

/** Puts the events of a machine that watched into the phases of the load. */
export function placeWatched(
  events: readonly RunEvent[],
  phases: readonly PhaseSpan[],
): RunEvent[] {
  return events.flatMap((event): RunEvent[] => {
    switch (EVENT_RULES[event.kind].watched) {
      case 'dropped':
        return [];
      case 'every-phase':
        return phases.map((span) => within(event, span));
      case 'by-time':
        return nearest(event, phases).map((span) => within(event, span));
    }
  });
}

/** Its phase, and a time in it: a phase knows nothing of what happened outside of it. */
function within(event: RunEvent, { phase, beganNs, endedNs }: PhaseSpan): RunEvent {
  if (!('phase' in event)) return event;
  return { ...event, phase, atNs: Math.min(endedNs, Math.max(beganNs, event.atNs)) };
}

/** The phase in whose time an event is, or that is nearest to it; none where there is no phase. */
function nearest({ atNs }: RunEvent, phases: readonly PhaseSpan[]): PhaseSpan[] {
  const [closest] = phases.toSorted(
    (one, other) => distanceNs(one, atNs) - distanceNs(other, atNs),
  );
  return closest === undefined ? [] : [closest];
}

function distanceNs({ beganNs, endedNs }: PhaseSpan, atNs: number): number {
  return Math.max(0, beganNs - atNs, atNs - endedNs);
}
