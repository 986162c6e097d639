import type { MetricDefinition } from '../metric.ts';
import { givesTokens } from '../measure/service-requests.ts';
import { readThroughput } from './throughput.ts';
import { unknownPromptsRemark } from '../abandoned/abandoned-tokens.ts';
import { inputTokensWithin } from '../tokens/input-tokens-within.ts';
import { TOKENS_UNREPORTED } from '../measure/reasons.ts';

/** Prompt tokens that the server reads per second, tokens from a cache included. */
export const inputTokenThroughput: MetricDefinition = {
  name: 'inputTokenThroughput',
  label: 'input token throughput',
  aliases: [],
  of: 'stage',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description:
    'Input tokens of successful requests read in the measurement window, per second; includes requests that were canceled on purpose once they had a first token.',
  formula:
    'sum of inputTokens of these requests, warm-up included, with their first token in the window (successful requests without one: their end) / window',
  read: (phase) =>
    readThroughput(phase, {
      holds: givesTokens,
      givenWithin: inputTokensWithin,
      reasonWhenUnknown: TOKENS_UNREPORTED,
      remark: unknownPromptsRemark(phase.requests),
    }),
};
