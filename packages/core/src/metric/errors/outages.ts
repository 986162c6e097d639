import type { PhaseStreams } from '../../stream/phase-streams.ts';
import { formatMs, formatNumber } from '../format/format-value.ts';

/** A time in which a server that had answered could not be reached. */
export interface Outage {
  /** When the first request was lost, CLOCK_MONOTONIC nanoseconds. */
  readonly beganNs: number;
  /** When a request was sent that it answered again; the end of the phase where there was none. */
  readonly endedNs: number;
  readonly isOver: boolean;
  /** Requests that were lost. */
  readonly requests: number;
  /** Error kind of the first that found no server, else of the first that was lost. */
  readonly cause: string;
  /** What that one failed with. */
  readonly message: string;
}

/** The outages of a phase, in their order. */
export function outagesOf({ events, endedNs: phaseEndedNs }: PhaseStreams): Outage[] {
  return events.flatMap((event) => {
    if (event.kind !== 'outage') return [];
    const { beganNs, endedNs, requests, cause, message } = event;
    const isOver = !Number.isNaN(endedNs);
    return [
      { beganNs, endedNs: isOver ? endedNs : phaseEndedNs, isOver, requests, cause, message },
    ];
  });
}

/** An outage in words: `server unreachable for 503 ms, 12 requests failed (refused)`. */
export function describeOutage({ beganNs, endedNs, isOver, requests, cause }: Outage): string {
  const forTime = `for ${formatMs((endedNs - beganNs) / 1e6)}`;
  return (
    `server unreachable ${forTime}${isOver ? '' : ' until the end of the phase'}, ` +
    `${formatNumber(requests)} request${requests === 1 ? '' : 's'} failed (${cause})`
  );
}
