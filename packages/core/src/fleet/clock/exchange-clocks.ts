import { nowNs } from '../../stream/clock.ts';
import type { ClockExchange } from '../../stats/clock/clock-exchange.ts';
import type { Bus, BusSubscription } from '../bus/bus.ts';
import { ClockReplySchema } from '../protocol/live.ts';
import { subjects } from '../protocol/names.ts';
import { fromPayload } from '../protocol/payload.ts';

/** Exchanges before and after a run. */
export const EXCHANGES_AROUND = 64;

/** A reply that takes longer says nothing about a clock, ms. */
const REPLY_MS = 2000;

/** Whose clock is asked for. */
export interface ClockPlace {
  readonly bus: Bus;
  readonly fleet: string;
  readonly runId: string;
}

/** Answers with the clock of this machine; nothing else is done between request and reply. */
export function answerClock({ bus, fleet, runId }: ClockPlace): BusSubscription {
  return bus.answer(subjects.clock(fleet, runId), () => ({ remoteNs: nowNs() }));
}

/** Asks the coordinator for its clock once. @returns undefined without a reply in time */
export async function exchangeClock(place: ClockPlace): Promise<ClockExchange | undefined> {
  const { bus, fleet, runId } = place;
  const subject = subjects.clock(fleet, runId);
  const sentNs = nowNs();
  try {
    const payload = await bus.request(subject, {}, REPLY_MS);
    const receivedNs = nowNs();
    const reply = fromPayload(ClockReplySchema, payload);
    return reply === undefined ? undefined : { sentNs, remoteNs: reply.remoteNs, receivedNs };
  } catch {
    // An exchange that is lost is one fewer.
    return undefined;
  }
}

/**
 * Asks the coordinator for its clock, one question after the other.
 * @param count of questions
 * @returns the exchanges with a reply; fewer when the signal ends it, or after two questions in a row without a reply
 */
export async function exchangeClocks(
  place: ClockPlace,
  count: number,
  signal?: AbortSignal,
): Promise<ClockExchange[]> {
  const exchanges: ClockExchange[] = [];
  let lost = 0;
  for (let asked = 0; asked < count && lost < 2; asked += 1) {
    if (signal?.aborted === true) break;
    const exchange = await exchangeClock(place);
    if (exchange === undefined) {
      lost += 1;
    } else {
      lost = 0;
      exchanges.push(exchange);
    }
  }
  return exchanges;
}
