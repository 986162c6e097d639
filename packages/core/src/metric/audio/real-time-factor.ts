import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { readingOf } from '../measure/reading.ts';
import { elapsedMs, isSuccessful, numbersOf } from '../measure/service-requests.ts';
import { unfitTimes } from '../measure/unfit-times.ts';
import { audioSeconds, noAudioReason } from './audio-of-requests.ts';

/** Service time of a transcription or of speech, over the duration of its audio. */
export const realTimeFactor: MetricDefinition = {
  name: 'realTimeFactor',
  label: 'real-time factor',
  aliases: ['rtf'],
  of: 'stage',
  unit: 'count',
  better: 'lower',
  defaultAggregate: 'avg',
  description:
    'Service time over the duration of the recording, or of the speech received; below 1 is faster than playback.',
  formula:
    '(end - sent) / mediaNs of successful requests; failed ones count as infinite in criteria',
  read: (phase) =>
    readingOf(
      numbersOf(phase.requests, (row) =>
        isSuccessful(row)
          ? elapsedMs(row, 'sentNs', 'endNs') / 1000 / audioSeconds(row)
          : Number.NaN,
      ),
      noAudioReason(phase),
      { ...leftOutOf(phase.requests, true), ...unfitTimes(phase) },
    ),
};
