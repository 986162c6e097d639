import type { MetricDefinition } from '../metric.ts';
import { formatNumber } from '../format-value.ts';
import { noteOf, readingOfOne, unmeasured } from '../reading.ts';
import { countOf, isAbandoned } from '../service-requests.ts';
import { abandonedOutputTokens } from './abandoned-tokens.ts';

/** Why there are no requests cut on purpose. */
export const NO_CUT = 'no request was to be cancelled on purpose';

/** Requests that the client cut on purpose. */
export const abandonedRequests: MetricDefinition = {
  name: 'abandonedRequests',
  aliases: [],
  of: 'stage',
  unit: 'count',
  better: 'neither',
  defaultAggregate: 'avg',
  isShownWhen: ({ avg }) => !Number.isNaN(avg),
  description: 'Measured requests that the client cancelled on purpose.',
  formula:
    'measured requests whose connection the client closed at its configured time after the send; in no latency, error rate or attainment',
  read: ({ stages, requests }) => {
    if (!stages.some(({ cancel }) => cancel !== undefined)) return unmeasured(NO_CUT);
    const tokens = formatNumber(abandonedOutputTokens(requests));
    const note = noteOf(`${tokens} output tokens until the cuts`);
    return readingOfOne(countOf(requests, isAbandoned), '', note);
  },
};
