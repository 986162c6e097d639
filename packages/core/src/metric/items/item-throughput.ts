import type { MetricDefinition } from '../metric.ts';
import { isWithin } from '../measure/windows.ts';
import { unmeasured } from '../measure/reading.ts';
import { readThroughput } from '../throughput/throughput.ts';
import { hasItems, NO_ITEMS } from './items-of-requests.ts';

/** Inputs that get their result, per second. */
export const itemThroughput: MetricDefinition = {
  name: 'itemThroughput',
  label: 'item throughput',
  aliases: [],
  of: 'stage',
  unit: 'perSecond',
  better: 'higher',
  defaultAggregate: 'avg',
  isShownWhen: ({ avg }) => !Number.isNaN(avg),
  description:
    'Inputs of embeddings and classify requests, or pairs of a query and a document, with a result in the measurement window, per second.',
  formula:
    'items of successful requests of the stage, warm-up included, that ended in the window / window',
  read: (phase) =>
    phase.requests.some(hasItems)
      ? readThroughput(phase, {
          givenWithin: (row, window) =>
            hasItems(row) && isWithin(window, row.endNs) ? row.itemCount : 0,
          reasonWhenUnknown: NO_ITEMS,
        })
      : unmeasured(NO_ITEMS),
};
