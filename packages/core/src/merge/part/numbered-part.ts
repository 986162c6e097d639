import type { RunEvent } from '../../stream/events/run-event.ts';
import type { AlignedPart } from '../clock/align-parts.ts';
import { sourceNumbers, type NumbersInUse, type SourceNumbers } from './source-numbers.ts';

/** A part whose numbers of processes, devices and endpoints differ from those of all others. */
export interface NumberedPart extends AlignedPart {
  readonly numbers: SourceNumbers;
}

/** Gives each machine numbers of its own; machines without processes, devices and endpoints use none. */
export function numberParts(parts: readonly AlignedPart[]): NumberedPart[] {
  let before: NumbersInUse = { machines: 0, endpoints: 0, series: 0, devices: 0 };
  return parts.map((part) => {
    const numbers = sourceNumbers(before);
    before = after(before, part.events);
    return { ...part, numbers };
  });
}

function after(before: NumbersInUse, events: readonly RunEvent[]): NumbersInUse {
  let { endpoints, series, devices } = before;
  let hasProcesses = false;
  for (const event of events) {
    if ('endpoint' in event) endpoints = Math.max(endpoints, before.endpoints + event.endpoint + 1);
    if (event.kind === 'server-series') {
      series = Math.max(series, before.series + event.series + 1);
    }
    if (event.kind === 'gpu-inventory') {
      for (const { device } of event.devices) {
        devices = Math.max(devices, before.devices + device + 1);
      }
    }
    hasProcesses ||= event.kind === 'sampling-quality' || event.kind === 'target-started';
  }
  return { machines: before.machines + (hasProcesses ? 1 : 0), endpoints, series, devices };
}
