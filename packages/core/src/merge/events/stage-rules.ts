import type { EventOf, RunEvent } from '../../stream/events/run-event.ts';
import { earliestNs, latestNs, ruleOf, type OwnedEvent } from './event-rule.ts';
import { mergeUsage } from './merge-usage.ts';

/** Rules for stages and the client that sends them. */
export const STAGE_RULES = {
  // Every machine records the load of the whole, of which it sends its share.
  'stage-began': ruleOf('stage-began', {
    key: ({ stage }) => stage,
    combine: (events) =>
      events.slice(0, 1).map(({ event }) => withoutSlice({ ...event, atNs: earliestNs(events) })),
  }),
  'stage-ended': ruleOf('stage-ended', {
    key: ({ stage }) => stage,
    combine: (events, { stageBegan }, part) => {
      const [one] = events;
      if (one === undefined) return [];
      const { phase, stage } = one.event;
      return events.length < stageBegan(phase, stage, part) ? [] : [endOf(one.event, events)];
    },
  }),
  'client-usage': ruleOf('client-usage', {
    key: ({ stage }) => stage,
    combine: (events) =>
      events.slice(0, 1).map(({ event }) => ({
        ...event,
        atNs: latestNs(events),
        usage: mergeUsage(events.map((one) => one.event.usage)),
      })),
  }),
  'client-calibrated': ruleOf('client-calibrated', { combine: worstOf }),
  'client-not-calibrated': ruleOf('client-not-calibrated', {
    combine: (events, { phaseBegan }) =>
      events.slice(0, 1).map(({ machine, event }) => {
        const isOfAll = events.length >= phaseBegan(event.phase);
        return isOfAll ? event : { ...event, reason: `Machine ${machine}: ${event.reason}` };
      }),
  }),
} as const;

function withoutSlice({ slice: _slice, ...event }: EventOf<'stage-began'>): RunEvent {
  return event;
}

type StageEnded = EventOf<'stage-ended'>;

/** The end of a stage of all machines: its window is from the first send of any to the last end of a load. */
function endOf(one: StageEnded, events: readonly OwnedEvent<StageEnded>[]): StageEnded {
  const ends = events.map(({ event }) => event);
  // A machine without a share measured nothing.
  const measured = ends.filter(({ windowBeganNs, windowEndedNs }) => windowEndedNs > windowBeganNs);
  const windows = measured.length === 0 ? ends : measured;
  const cpuNs = ends.flatMap(({ clientCpuNs }) => clientCpuNs ?? []);
  const decided = ends.find((end) => end.decided !== undefined)?.decided;
  const endedBy = ends.find((end) => end.endedBy !== undefined)?.endedBy;
  return {
    kind: 'stage-ended',
    atNs: latestNs(events),
    phase: one.phase,
    stage: one.stage,
    windowBeganNs: Math.min(...windows.map(({ windowBeganNs }) => windowBeganNs)),
    windowEndedNs: Math.max(...windows.map(({ windowEndedNs }) => windowEndedNs)),
    ...(cpuNs.length < measured.length || cpuNs.length === 0
      ? {}
      : { clientCpuNs: cpuNs.reduce((sum, ns) => sum + ns, 0) }),
    ...(decided === undefined ? {} : { decided }),
    ...(endedBy === undefined ? {} : { endedBy }),
  };
}

/** The calibration with the largest error at p99 as a share of its budget. */
function worstOf(events: readonly OwnedEvent<EventOf<'client-calibrated'>>[]): RunEvent[] {
  const [worst] = events
    .map(({ event }) => event)
    .toSorted((one, other) => shareOf(other) - shareOf(one));
  return worst === undefined ? [] : [worst];
}

function shareOf({ calibration }: EventOf<'client-calibrated'>): number {
  const { firstTokenErrorMs, gapErrorMs, budget } = calibration;
  const shares = [firstTokenErrorMs.p99 / budget.firstTokenMs, gapErrorMs.p99 / budget.gapMs];
  return Math.max(0, ...shares.filter((share) => !Number.isNaN(share)));
}
