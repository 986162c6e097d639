import type { MetricDefinition } from '../metric.ts';
import { ofOneApi } from '../measure/one-api.ts';
import { readSequenceLengths } from './sequence-length.ts';

/**
 * Length of prompts: ISL ("input sequence length" of AIPerf,
 * https://docs.nvidia.com/aiperf/reference/ai-perf-metrics-reference). Where the server reports it, its template is included.
 */
export const inputSequenceLength: MetricDefinition = {
  name: 'inputSequenceLength',
  label: 'input tokens',
  aliases: [],
  of: 'stage',
  unit: 'tokens',
  better: 'neither',
  defaultAggregate: 'avg',
  description: 'Input tokens of successful requests, by request.',
  formula: 'inputTokens of each successful measured request',
  read: ofOneApi((phase) => readSequenceLengths(phase, ({ inputTokens }) => inputTokens)),
};
