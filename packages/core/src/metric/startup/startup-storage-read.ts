import type { MetricDefinition } from '../metric.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { MetricReading } from '../metric.ts';
import { readingOfOne } from '../measure/reading.ts';
import { momentNs, OF_STARTUP, SHOWN_WHEN_STARTED, whyNot } from './startup.ts';

/** Bytes that the process tree read from storage up to the first token, without reads from the page cache. */
export const startupStorageRead: MetricDefinition = {
  name: 'startupStorageRead',
  label: 'startup storage read',
  ...OF_STARTUP,
  unit: 'bytes',
  ...SHOWN_WHEN_STARTED,
  description:
    'Bytes that the process tree read from storage up to the first token, without reads from the page cache.',
  formula:
    'sum over processes of the last read_bytes of /proc/PID/io at or before server-responded',
  read: readStorage,
};

function readStorage(phase: PhaseStreams): MetricReading {
  const untilNs = momentNs(phase, 'server-responded');
  if (Number.isNaN(untilNs)) return readingOfOne(Number.NaN, whyNot(phase));
  const column = phase.survey.get('processIo.storageReadBytes');
  const latest = new Map<number, number>();
  for (const [index, atNs] of (column?.timeNs ?? new Float64Array(0)).entries()) {
    if (atNs > untilNs) break;
    latest.set(column?.pid[index] ?? 0, column?.value[index] ?? Number.NaN);
  }
  const total = [...latest.values()].reduce((sum, bytes) => sum + bytes, 0);
  return readingOfOne(
    latest.size === 0 ? Number.NaN : total,
    '/proc/PID/io of the processes was not readable',
  );
}
