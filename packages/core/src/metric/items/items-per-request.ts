import type { MetricDefinition } from '../metric.ts';
import { readingOf } from '../measure/reading.ts';
import { isSuccessful, numbersOf } from '../measure/service-requests.ts';
import { NO_ITEMS } from './items-of-requests.ts';

/** Size of the batches. */
export const itemsPerRequest: MetricDefinition = {
  name: 'itemsPerRequest',
  label: 'items per request',
  aliases: [],
  of: 'stage',
  unit: 'count',
  better: 'neither',
  defaultAggregate: 'avg',
  isShownWhen: ({ avg }) => !Number.isNaN(avg),
  description:
    'Inputs of an embeddings or classify request, or documents of a rerank or score request, by request.',
  formula: 'items of each successful measured request',
  read: ({ requests }) =>
    readingOf(
      numbersOf(requests, (row) => (isSuccessful(row) ? row.itemCount : Number.NaN)),
      NO_ITEMS,
    ),
};
