import type { MetricDefinition } from '../metric.ts';
import { unmeasured } from '../measure/reading.ts';
import { isWithin } from '../measure/windows.ts';
import { isServed } from '../measure/service-requests.ts';
import { readThroughput } from '../throughput/throughput.ts';
import { audioSeconds, noAudioReason } from './audio-of-requests.ts';

/** Seconds of audio that the server transcribes or speaks per second. */
export const audioThroughput: MetricDefinition = {
  name: 'audioThroughput',
  label: 'audio throughput',
  aliases: [],
  of: 'stage',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description:
    'Seconds of audio transcribed or spoken per second of the measurement window, over all concurrent requests.',
  formula:
    'sum of mediaNs of successful requests, warm-up included, with their end in the window / window',
  read: (phase) => {
    if (!phase.requests.some((row) => isServed(row) && !Number.isNaN(row.mediaNs))) {
      return unmeasured(noAudioReason(phase));
    }
    return readThroughput(phase, {
      givenWithin: (row, window) => (isWithin(window, row.endNs) ? audioSeconds(row) : 0),
      reasonWhenUnknown: 'the duration of the audio of some request is unknown',
    });
  },
};
