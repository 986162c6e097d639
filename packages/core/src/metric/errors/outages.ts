import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { formatMs, formatNumber } from '../format/format-value.ts';

/** A time in which a server that had responded before was unreachable. */
export interface Outage {
  /** When the first request was lost, CLOCK_MONOTONIC nanoseconds. */
  readonly beganNs: number;
  /** When the first request that succeeded again was sent; the end of the phase where none did. */
  readonly endedNs: number;
  readonly isOver: boolean;
  /** Requests that were lost. */
  readonly requests: number;
  /** Error kind of the first request that found no server, else of the first lost one. */
  readonly cause: string;
  /** Error message of that request. */
  readonly message: string;
  /** URL of the replica; absent with one server. */
  readonly replica?: string;
}

/** The outages of a phase, in order of time. */
export function outagesOf({ events, endedNs: phaseEndedNs }: PhaseStreams): Outage[] {
  return events.flatMap((event) => {
    if (event.kind !== 'outage') return [];
    const { beganNs, endedNs, requests, cause, message, replica } = event;
    const isOver = !Number.isNaN(endedNs);
    const outage = { beganNs, endedNs: isOver ? endedNs : phaseEndedNs, isOver };
    const lost = { requests, cause, message, ...(replica === undefined ? {} : { replica }) };
    return [{ ...outage, ...lost }];
  });
}

/** An outage in words: `server unreachable for 503 ms, 12 requests failed (refused)`. */
export function describeOutage({
  beganNs,
  endedNs,
  isOver,
  requests,
  cause,
  replica,
}: Outage): string {
  const forTime = `for ${formatMs((endedNs - beganNs) / 1e6)}`;
  return (
    `${replica === undefined ? 'server' : `replica ${replica}`} unreachable ${forTime}${isOver ? '' : ' until the end of the phase'}, ` +
    `${formatNumber(requests)} request${requests === 1 ? '' : 's'} failed (${cause})`
  );
}
