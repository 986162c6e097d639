import { ConfigError } from '../../spec/error/errors.ts';
import type { RunEvent } from '../../stream/events/run-event.ts';
import type { AlignedPart } from '../clock/align-parts.ts';
import {
  MOST_SAMPLED,
  sourceNumbers,
  type NumbersInUse,
  type SourceNumbers,
} from './source-numbers.ts';

/** A part whose numbers of processes, devices and endpoints differ from those of all others. */
export interface NumberedPart extends AlignedPart {
  readonly numbers: SourceNumbers;
}

/**
 * Gives each machine numbers of its own; machines without processes, devices and endpoints use none.
 * @throws {ConfigError} when more machines were watched than there are numbers for
 */
export function numberParts<Part extends Pick<AlignedPart, 'events'>>(
  parts: readonly Part[],
): (Part & Pick<NumberedPart, 'numbers'>)[] {
  let before: NumbersInUse = { machines: 0, endpoints: 0, series: 0, devices: 0 };
  return parts.map((part) => {
    const numbers = sourceNumbers(before);
    before = after(before, part.events);
    if (before.machines > MOST_SAMPLED) {
      throw new ConfigError(`more than ${MOST_SAMPLED} directories have samples of processes`, {
        help: 'merge fewer watched machines',
      });
    }
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
