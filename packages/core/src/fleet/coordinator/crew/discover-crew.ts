import { InterruptedError } from '../../../runner/run-errors.ts';
import { nowNs } from '../../../stream/clock.ts';
import type { Bus, BusSubscription } from '../../bus/bus.ts';
import { buckets } from '../../protocol/names.ts';
import { fromPayload } from '../../protocol/payload.ts';
import { AgentPresenceSchema } from '../../protocol/presence.ts';
import { pause } from '../pause.ts';
import { chooseCrew, type Crew, type WantedCrew } from './choose-crew.ts';
import { Roster } from './roster.ts';

/** Time to look before a run takes every agent that it finds, or ends for want of one, ms: two beats of each, and a margin. */
const LOOK_MS = 2500;

/** Longest wait for the second beat of an agent that is listed, ms: it may be a value that a dead agent left. */
const SECOND_BEAT_MS = 6000;

/** Time between two looks, ms. */
const LOOK_EVERY_MS = 100;

/** Values are deleted when an agent has put none for this long, ms: this only cleans up. */
const PRESENCE_TTL_MS = 60_000;

/** A roster that follows the bus. */
export interface FollowedRoster extends BusSubscription {
  readonly roster: Roster;
}

/** Follows the presence of the agents of a fleet until it is closed. */
export async function followRoster(bus: Bus, fleet: string): Promise<FollowedRoster> {
  const roster = new Roster();
  const kv = await bus.kv(buckets.agents(fleet), { ttlMs: PRESENCE_TTL_MS });
  const subscription = await kv.watch('*', ({ key, value }) => {
    if (value === undefined) {
      roster.remove(key);
      return;
    }
    const presence = fromPayload(AgentPresenceSchema, value);
    if (presence?.name === key) roster.see(presence);
  });
  return { roster, close: () => subscription.close() };
}

/**
 * Waits for the agents of a run.
 * @param options `waitMs` is the longest wait, 0 or more; a shortage is known after 2.5 s at the earliest
 * @throws {LoadcellError} FLEET_SHORT with each agent that cannot be used and why; INTERRUPTED when the signal is aborted
 */
export async function discoverCrew(
  roster: Roster,
  wanted: WantedCrew,
  { waitMs, signal }: { readonly waitMs: number; readonly signal: AbortSignal },
): Promise<Crew> {
  const beganNs = nowNs();
  for (;;) {
    if (signal.aborted) throw new InterruptedError();
    const elapsedMs = (nowNs() - beganNs) / 1e6;
    const { crew, shortage } = chooseCrew(roster.all(), wanted);
    if (crew !== undefined && (isSettled(roster, wanted, elapsedMs) || elapsedMs >= waitMs)) {
      return crew;
    }
    // Who is there is known only after a look, even where nobody is waited for.
    if (shortage !== undefined && elapsedMs >= Math.max(waitMs, LOOK_MS)) throw shortage;
    await pause(LOOK_EVERY_MS);
  }
}

/** Whether every agent that may be chosen is known. */
function isSettled(roster: Roster, { load, watch }: WantedCrew, elapsedMs: number): boolean {
  if (load.kind !== 'all' && watch.kind !== 'all') return true;
  if (elapsedMs < LOOK_MS) return false;
  return elapsedMs >= SECOND_BEAT_MS || roster.all().every(({ isBeating }) => isBeating);
}
