import { abandonedTokensRemark } from '../abandoned/abandoned-tokens.ts';
import type { MetricDefinition } from '../metric.ts';
import { outputLengthRemark } from '../tokens/output-length-remark.ts';
import { givesTokens, isSuccessful } from '../measure/service-requests.ts';
import { readThroughput } from './throughput.ts';
import { tokenSourceRemark } from '../tokens/token-source.ts';
import { tokensWithin } from '../tokens/tokens-within.ts';
import { TOKENS_UNREPORTED } from '../measure/reasons.ts';

/** Tokens that the server generates per second. */
export const outputTokenThroughput: MetricDefinition = {
  name: 'outputTokenThroughput',
  label: 'output token throughput',
  aliases: [],
  of: 'stage',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description:
    'Output tokens of successful requests that arrived in the measurement window, per second; includes requests canceled on purpose, up to their cancellation.',
  formula:
    'sum of outputTokens, spread evenly over the content events of their request, with a timestamp in the window / window',
  read: (phase) =>
    readThroughput(phase, {
      holds: givesTokens,
      givenWithin: tokensWithin,
      reasonWhenUnknown: TOKENS_UNREPORTED,
      remark: [
        tokenSourceRemark(phase.requests, isSuccessful),
        outputLengthRemark(phase.requests.filter(isSuccessful)),
        abandonedTokensRemark(phase.requests),
      ]
        .filter((remark) => remark !== undefined)
        .join('; '),
    }),
};
