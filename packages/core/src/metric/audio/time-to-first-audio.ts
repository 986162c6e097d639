import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { readingOf } from '../measure/reading.ts';
import { elapsedMs, isSuccessful, numbersOf } from '../measure/service-requests.ts';
import { unfitTimes } from '../measure/unfit-times.ts';
import { noAudioReason } from './audio-of-requests.ts';

/** Time to the first byte of speech. */
export const timeToFirstAudio: MetricDefinition = {
  name: 'timeToFirstAudio',
  label: 'time to first audio',
  aliases: ['ttfa'],
  of: 'stage',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'p95',
  description:
    'From the send of a speech request to the first byte of audio; headers of the file may come before its sound.',
  formula:
    'firstToken - sent of successful requests of openai-speech; failed ones count as infinite in criteria',
  read: (phase) =>
    readingOf(
      numbersOf(phase.requests, (row) =>
        isSuccessful(row) && row.api === 'openai-speech'
          ? elapsedMs(row, 'sentNs', 'firstTokenNs')
          : Number.NaN,
      ),
      phase.requests.some((row) => row.api === 'openai-speech')
        ? noAudioReason(phase)
        : 'no speech was requested',
      { ...leftOutOf(phase.requests, true), ...unfitTimes(phase) },
    ),
};
