import type { MetricDefinition } from '../metric.ts';
import { largestOf } from '../../stats/largest.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { MetricReading } from '../metric.ts';
import { readingOfOne } from '../measure/reading.ts';
import { memoryUntil, OF_STARTUP, SHOWN_WHEN_STARTED, whyNot } from './startup.ts';

/** Peak RSS of the process tree from the start of the server command to the first token. */
export const startupPeakMemory: MetricDefinition = {
  name: 'startupPeakMemory',
  label: 'startup RSS peak',
  ...OF_STARTUP,
  unit: 'bytes',
  ...SHOWN_WHEN_STARTED,
  description:
    'Peak RSS of the process tree from the start of the server command to the first token.',
  formula: 'max RSS from server-launched to server-responded',
  read: readPeak,
};

function readPeak(phase: PhaseStreams): MetricReading {
  const during = memoryUntil(phase, 'server-responded');
  return readingOfOne(during.length === 0 ? Number.NaN : largestOf(during), whyNot(phase));
}
