import type { MetricDefinition } from '../metric.ts';
import { givesTokens } from '../service-requests.ts';
import { readThroughput } from '../throughput.ts';
import { unknownPromptsRemark } from '../abandoned/abandoned-tokens.ts';
import { inputTokensWithin } from './input-tokens-within.ts';

/** Tokens of prompts that the server reads per second, those that a cache served included. */
export const inputTokenThroughput: MetricDefinition = {
  name: 'inputTokenThroughput',
  aliases: [],
  of: 'stage',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description:
    'Input tokens of successful requests, and of requests cut on purpose after their first token, read in the measurement window, per second.',
  formula:
    'sum of inputTokens of these requests of the stage, warm-up included, whose first token came in the window, or their end where successful ones have none / window',
  read: (phase) =>
    readThroughput(phase, {
      holds: givesTokens,
      givenWithin: inputTokensWithin,
      reasonWhenUnknown: 'the server did not report the token counts of every request',
      remark: unknownPromptsRemark(phase.requests),
    }),
};
