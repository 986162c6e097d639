import type { LiveSource } from '../../../live/live-figures.ts';
import type { BusSubscription } from '../../bus/bus.ts';
import { AgentCountsSchema, type AgentCounts } from '../../protocol/live.ts';
import { subjects } from '../../protocol/names.ts';
import { toPayload } from '../../protocol/payload.ts';
import type { JobPlace } from './job-place.ts';

const PERIOD_MS = 1000;

/** Publishes counts once. */
export function publishCounts(
  { bus, fleet, identity, offer }: JobPlace,
  counts: Omit<AgentCounts, 'machine' | 'role'>,
): void {
  const { role, runId } = offer;
  const all = { machine: identity.name, role, ...counts };
  bus.publish(subjects.counts(fleet, runId), toPayload(AgentCountsSchema, all));
}

/** Publishes the counts of a load once a second until it is closed: nothing else crosses the network during a load. */
export function publishLoad(place: JobPlace, live: LiveSource): BusSubscription {
  const timer = setInterval(() => publishCounts(place, countsOf(live)), PERIOD_MS);
  return { close: () => clearInterval(timer) };
}

function countsOf(live: LiveSource): Omit<AgentCounts, 'machine' | 'role'> {
  const phase = live.figures().phases.find(({ isInProgress }) => isInProgress);
  if (phase === undefined) return {};
  const { name, stage } = phase;
  if (stage === undefined) return { phase: name };
  const { successful, failed } = stage;
  return { phase: name, stage: stage.name, successful, failed };
}
