import type { DatasetFormat } from '../dataset.ts';
import { aiperfConversation } from './fields/aiperf/aiperf-conversation.ts';
import { isObject } from './fields/json-fields.ts';
import { readRows } from './rows/read-rows.ts';

/** A pool of AIPerf: each row is a request, whose texts and media stay together. */
export const aiperfRandomPool: DatasetFormat = {
  name: 'aiperf-random-pool',
  title: 'a pool of AIPerf (random_pool)',
  typeName: 'random_pool',
  recognizes: ({ record }) => isObject(record) && record['type'] === 'random_pool',
  read: (records, options) => {
    const clock = {};
    return readRows(records, (row) => aiperfConversation(row, options, clock));
  },
};
