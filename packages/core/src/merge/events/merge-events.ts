import type { RunEvent } from '../../stream/events/run-event.ts';
import { moveNs } from '../clock/align-parts.ts';
import { isLoader } from '../part/merge-part.ts';
import type { NumberedPart } from '../part/numbered-part.ts';
import type { OwnedEvent, RuleContext } from './event-rule.ts';
import { EVENT_RULES } from './event-rules.ts';
import { moveEvent } from './move-event.ts';
import { phaseSpans, placeWatched } from './place-watched.ts';
import { isOfServerMetrics } from './server-metrics.ts';

/** The events of one machine, by the clock of the merged run. */
interface OwnEvents {
  readonly machine: string;
  readonly events: readonly RunEvent[];
}

/**
 * Merges the events of all machines by the rule of each kind, in order of time.
 * @param withServers machines whose readings of server metrics are kept
 */
export function mergeEvents(
  parts: readonly NumberedPart[],
  withServers: ReadonlySet<string>,
): RunEvent[] {
  const loaders = parts.filter(isLoader);
  const loads = loaders.map((part) => ownEvents(part, withServers));
  const watchers = parts.filter((part) => !isLoader(part));
  const context = contextOf(loads, watchers.length > 0);
  const untilNs = Math.max(...loaders.map((part) => part.endedNs + moveNs(part, part.endedNs)));
  const spans = phaseSpans(combine(loads, context), untilNs);
  const watched = watchers.map((part) => {
    const { machine, events } = ownEvents(part, withServers);
    return { machine, events: placeWatched(events, spans) };
  });
  const merged = combine([...loads, ...watched], context);
  return withoutEmptyWindows(merged.toSorted((one, other) => one.atNs - other.atNs));
}

function ownEvents(part: NumberedPart, withServers: ReadonlySet<string>): OwnEvents {
  const { machine, events } = part;
  const kept = withServers.has(machine)
    ? events
    : events.filter((event) => !isOfServerMetrics(event));
  return { machine, events: kept.map((event) => moveEvent(event, part)) };
}

function contextOf(loads: readonly OwnEvents[], isWatched: boolean): RuleContext {
  const counts = new Map<string, number>();
  for (const { events } of loads) {
    const stages = new Map<string, number>();
    for (const event of events) {
      if (event.kind === 'phase-began') add(counts, event.phase);
      if (event.kind !== 'stage-began') continue;
      const name = JSON.stringify([event.phase, event.stage]);
      const part = stages.get(name) ?? 0;
      stages.set(name, part + 1);
      add(counts, JSON.stringify([event.phase, event.stage, part]));
    }
  }
  return {
    loaders: loads.length,
    isWatched,
    phaseBegan: (phase) => counts.get(phase) ?? 0,
    stageBegan: (phase, stage, part) => counts.get(JSON.stringify([phase, stage, part])) ?? 0,
  };
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The events of one kind and key that belong together, one of each machine. */
interface EventGroup {
  readonly kind: RunEvent['kind'];
  readonly ordinal: number;
  readonly events: OwnedEvent[];
}

function combine(machines: readonly OwnEvents[], context: RuleContext): RunEvent[] {
  const groups = new Map<string, EventGroup>();
  for (const { machine, events } of machines) {
    const seen = new Map<string, number>();
    for (const event of events) {
      const { kind } = event;
      const phase = 'phase' in event ? event.phase : undefined;
      const key = JSON.stringify([kind, phase, EVENT_RULES[kind].keyOf(event)]);
      const ordinal = seen.get(key) ?? 0;
      seen.set(key, ordinal + 1);
      const place = `${key} ${ordinal}`;
      const group = groups.get(place);
      if (group === undefined) groups.set(place, { kind, ordinal, events: [{ machine, event }] });
      else group.events.push({ machine, event });
    }
  }
  return [...groups.values()].flatMap(({ kind, ordinal, events }) =>
    EVENT_RULES[kind].combine(events, context, ordinal),
  );
}

/** Machines whose windows have no time in common have none together. */
function withoutEmptyWindows(events: readonly RunEvent[]): RunEvent[] {
  const openNs = new Map<string, number>();
  const empty = new Set<string>();
  for (const event of events) {
    if (event.kind !== 'window-began' && event.kind !== 'window-ended') continue;
    const name = `${event.phase} ${event.window}`;
    if (event.kind === 'window-began') openNs.set(name, event.atNs);
    else if (!openNs.has(name)) empty.add(name);
  }
  return events.filter(
    (event) =>
      (event.kind !== 'window-began' && event.kind !== 'window-ended') ||
      !empty.has(`${event.phase} ${event.window}`),
  );
}
