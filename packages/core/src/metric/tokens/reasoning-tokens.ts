import { leftOutOf } from '../measure/failure-remark.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { countOf, isSuccessful, numbersOf } from '../measure/service-requests.ts';

/** Output tokens that were reasoning, where usage reports them. */
export const reasoningTokens: MetricDefinition = {
  name: 'reasoningTokens',
  label: 'reasoning tokens',
  aliases: [],
  of: 'stage',
  unit: 'tokens',
  better: 'neither',
  defaultAggregate: 'avg',
  isShownWhen: ({ avg }) => avg > 0,
  description: 'Output tokens of a response that were reasoning, as its usage reports them.',
  formula:
    'reasoning tokens in the usage of each successful request that reports them; never estimated from text',
  read: (phase) => {
    const { requests } = phase;
    const successful = countOf(requests, isSuccessful);
    const values = numbersOf(requests, (row) =>
      isSuccessful(row) ? row.reasoningTokens : Number.NaN,
    );
    return readingOf(
      values,
      successful === 0 ? noServiceReason(phase) : 'no response reports its reasoning tokens',
      {
        ...noteOf(
          values.length === successful
            ? undefined
            : `${values.length} of ${successful} responses report it`,
        ),
        ...leftOutOf(requests, false),
      },
    );
  },
};
