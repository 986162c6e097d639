import type { MetricDefinition } from '../metric.ts';
import { readThroughput } from '../throughput.ts';
import { inputTokensWithin } from './input-tokens-within.ts';

/** Tokens of prompts that the server reads per second, those that a cache served included. */
export const inputTokenThroughput: MetricDefinition = {
  name: 'inputTokenThroughput',
  aliases: [],
  of: 'stage',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description: 'Input tokens of successful requests, read in the measurement window, per second.',
  formula:
    'sum of inputTokens of successful requests of the stage, warm-up included, whose first token came in the window, or their end where they have none / window',
  read: (phase) =>
    readThroughput(
      phase,
      inputTokensWithin,
      'the server did not report the token counts of every request',
    ),
};
