import type { MetricDefinition } from '../metric.ts';
import { givesTokens } from '../measure/service-requests.ts';
import { readThroughput } from './throughput.ts';
import { unknownPromptsRemark } from '../abandoned/abandoned-tokens.ts';
import { inputTokensWithin } from '../tokens/input-tokens-within.ts';

/** Tokens of prompts that the server reads per second, those that a cache served included. */
export const inputTokenThroughput: MetricDefinition = {
  name: 'inputTokenThroughput',
  aliases: [],
  of: 'stage',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description:
    'Input tokens of successful requests, and of requests cancelled on purpose after their first token, read in the measurement window, per second.',
  formula:
    'sum of inputTokens of these requests, warm-up included, with their first token in the window, or the end of a successful request without one / window',
  read: (phase) =>
    readThroughput(phase, {
      holds: givesTokens,
      givenWithin: inputTokensWithin,
      reasonWhenUnknown: 'the server did not report the token counts of every request',
      remark: unknownPromptsRemark(phase.requests),
    }),
};
