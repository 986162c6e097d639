import type { MetricDefinition } from '../metric.ts';
import { readSequenceLengths } from './sequence-length.ts';

/**
 * Length of prompts: ISL of the field ("input sequence length" of AIPerf,
 * https://docs.nvidia.com/aiperf/reference/ai-perf-metrics-reference). Where the server reports it, its template is included.
 */
export const inputSequenceLength: MetricDefinition = {
  name: 'inputSequenceLength',
  aliases: [],
  of: 'stage',
  unit: 'tokens',
  better: 'neither',
  defaultAggregate: 'avg',
  description: 'Input tokens of successful requests, by request.',
  formula: 'inputTokens of each successful measured request',
  read: (phase) => readSequenceLengths(phase, ({ inputTokens }) => inputTokens),
};
