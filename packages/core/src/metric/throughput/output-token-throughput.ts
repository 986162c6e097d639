import { abandonedTokensRemark } from '../abandoned/abandoned-tokens.ts';
import type { MetricDefinition } from '../metric.ts';
import { outputLengthRemark } from '../tokens/output-length-remark.ts';
import { givesTokens, isSuccessful } from '../measure/service-requests.ts';
import { readThroughput } from './throughput.ts';
import { tokenSourceRemark } from '../tokens/token-source.ts';
import { tokensWithin } from '../tokens/tokens-within.ts';

/** Tokens that the host gives per second. */
export const outputTokenThroughput: MetricDefinition = {
  name: 'outputTokenThroughput',
  aliases: [],
  of: 'stage',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  description:
    'Output tokens of successful requests, and of requests cancelled on purpose until then, that arrived in the measurement window, per second.',
  formula:
    'sum of outputTokens, spread evenly over the content events of their request, with a timestamp in the window / window',
  read: (phase) =>
    readThroughput(phase, {
      holds: givesTokens,
      givenWithin: tokensWithin,
      reasonWhenUnknown: 'the server did not report the token counts of every request',
      remark: [
        tokenSourceRemark(phase.requests, isSuccessful),
        outputLengthRemark(phase.requests.filter(isSuccessful)),
        abandonedTokensRemark(phase.requests),
      ]
        .filter((remark) => remark !== undefined)
        .join('; '),
    }),
};
