import type { EventOf, RunEvent } from '../../stream/events/run-event.ts';
import { moveNs } from '../clock/align-parts.ts';
import type { NumberedPart } from '../part/numbered-part.ts';

/** An event of a machine with its stamps by the clock of the merged run, and numbers that differ between machines. */
export function moveEvent(event: RunEvent, part: NumberedPart): RunEvent {
  return renumbered(moved(event, part), part);
}

function moved(event: RunEvent, part: NumberedPart): RunEvent {
  const at = (ns: number): number => ns + moveNs(part, ns);
  const atNs = at(event.atNs);
  switch (event.kind) {
    case 'stage-ended':
      return {
        ...event,
        atNs,
        windowBeganNs: at(event.windowBeganNs),
        windowEndedNs: at(event.windowEndedNs) + driftWithin(event, part),
      };
    case 'pid-reused':
      return { ...event, atNs, foundAtNs: at(event.foundAtNs) };
    case 'oom-kill':
      return { ...event, atNs, fromNs: at(event.fromNs) };
    case 'outage':
      return { ...event, atNs, beganNs: at(event.beganNs), endedNs: at(event.endedNs) };
    case 'server-responded':
      return { ...event, atNs, sentNs: at(event.sentNs) };
    case 'server-edge':
      return { ...event, atNs, sentNs: at(event.sentNs), scrapedNs: at(event.scrapedNs) };
    case 'sampling-quality':
      return { ...event, atNs, peakAtNs: at(event.peakAtNs) };
    default:
      return { ...event, atNs };
  }
}

/**
 * A request moves by the offset of its send. Where that shrinks, a request that ends with the window would end after it, and
 * count no more: so far at most.
 */
function driftWithin(
  { windowBeganNs, windowEndedNs }: EventOf<'stage-ended'>,
  { line }: NumberedPart,
): number {
  return Math.ceil(Math.max(0, -line.drift * (windowEndedNs - windowBeganNs)));
}

function renumbered(event: RunEvent, { numbers }: NumberedPart): RunEvent {
  switch (event.kind) {
    case 'target-started':
    case 'target-exited':
    case 'server-launched':
    case 'recording-began':
    case 'pid-reused':
    case 'sampling-quality':
      return { ...event, pid: numbers.pid(event.pid) };
    case 'oom-kill':
      return {
        ...event,
        ended: event.ended.map((one) => ({ ...one, pid: numbers.pid(one.pid) })),
      };
    case 'gpu-inventory':
      return {
        ...event,
        devices: event.devices.map((one) => ({ ...one, device: numbers.device(one.device) })),
      };
    case 'server-metrics-found':
    case 'server-metrics-absent':
      return { ...event, endpoint: numbers.endpoint(event.endpoint) };
    case 'server-series':
      return {
        ...event,
        endpoint: numbers.endpoint(event.endpoint),
        series: numbers.series(event.series),
      };
    case 'server-edge':
      return {
        ...event,
        endpoint: numbers.endpoint(event.endpoint),
        buckets: event.buckets.map((one) => ({ ...one, series: numbers.series(one.series) })),
      };
    default:
      return event;
  }
}
