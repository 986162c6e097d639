import type { MetricDefinition } from '../metric.ts';
import { unknownPromptsRemark } from '../abandoned/abandoned-tokens.ts';
import { givesTokens, isServed } from '../measure/service-requests.ts';
import { readThroughput } from './throughput.ts';
import { tokenSourceRemark } from '../tokens/token-source.ts';
import { tokensWithin } from '../tokens/tokens-within.ts';
import { inputTokensWithin } from '../tokens/input-tokens-within.ts';
import { TOKENS_UNREPORTED } from '../measure/reasons.ts';

/** Tokens read and generated per second: "total token throughput" of vLLM's bench and AIPerf. */
export const totalTokenThroughput: MetricDefinition = {
  name: 'totalTokenThroughput',
  label: 'total token throughput',
  aliases: [],
  of: 'stage',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description:
    'Input and output tokens of successful requests in the measurement window, per second.',
  formula: 'inputTokenThroughput + outputTokenThroughput',
  read: (phase) =>
    readThroughput(phase, {
      holds: givesTokens,
      givenWithin: (row, window) => inputTokensWithin(row, window) + tokensWithin(row, window),
      reasonWhenUnknown: TOKENS_UNREPORTED,
      remark: [tokenSourceRemark(phase.requests, isServed), unknownPromptsRemark(phase.requests)]
        .filter((one) => one !== undefined)
        .join('; '),
    }),
};
