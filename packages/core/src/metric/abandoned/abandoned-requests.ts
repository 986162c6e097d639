import type { MetricDefinition } from '../metric.ts';
import { formatNumber } from '../format/format-value.ts';
import { noteOf, readingOfOne, unmeasured } from '../measure/reading.ts';
import { countOf, isAbandoned } from '../measure/service-requests.ts';
import { abandonedOutputTokens } from './abandoned-tokens.ts';

/** Reason where no stage cancels requests. */
export const NO_CUT = 'no stage cancels requests on purpose';

/** Requests that the client canceled on purpose. */
export const abandonedRequests: MetricDefinition = {
  name: 'abandonedRequests',
  label: 'requests canceled on purpose',
  aliases: [],
  of: 'stage',
  unit: 'count',
  better: 'neither',
  defaultAggregate: 'avg',
  isShownWhen: ({ avg }) => !Number.isNaN(avg),
  description: 'Measured requests that the client canceled on purpose.',
  formula:
    'measured requests whose connection the client closed at the configured time after the send; in no latency, error rate or attainment',
  read: ({ stages, requests }) => {
    if (!stages.some(({ cancel }) => cancel !== undefined)) return unmeasured(NO_CUT);
    const tokens = formatNumber(abandonedOutputTokens(requests));
    const note = noteOf(`${tokens} output tokens before cancellation`);
    return readingOfOne(countOf(requests, isAbandoned), '', note);
  },
};
