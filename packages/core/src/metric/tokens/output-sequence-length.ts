import type { MetricDefinition } from '../metric.ts';
import { ofOneApi } from '../measure/one-api.ts';
import { readSequenceLengths } from './sequence-length.ts';

/**
 * Length of responses: OSL ("output sequence length" of AIPerf, reasoning included,
 * https://docs.nvidia.com/aiperf/reference/ai-perf-metrics-reference).
 */
export const outputSequenceLength: MetricDefinition = {
  name: 'outputSequenceLength',
  label: 'output tokens',
  aliases: [],
  of: 'stage',
  unit: 'tokens',
  better: 'neither',
  defaultAggregate: 'avg',
  description: 'Output tokens of successful requests, by request.',
  formula: 'outputTokens of each successful measured request, reasoning included',
  read: ofOneApi((phase) => readSequenceLengths(phase, ({ outputTokens }) => outputTokens)),
};
