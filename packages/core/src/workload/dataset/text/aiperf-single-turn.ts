import type { DatasetFormat } from '../dataset.ts';
import { aiperfConversation } from './fields/aiperf/aiperf-conversation.ts';
import { hasAiperfContent, unknownFieldsOf } from './fields/aiperf/aiperf-turn.ts';
import { isObject } from './fields/json-fields.ts';
import { joinSessions } from './rows/join-sessions.ts';
import { readRows } from './rows/read-rows.ts';

/** Requests of AIPerf, each complete in itself; those of one session follow each other. */
export const aiperfSingleTurn: DatasetFormat = {
  name: 'aiperf-single-turn',
  title: 'requests of AIPerf (single_turn)',
  typeName: 'single_turn',
  recognizes: ({ record, shape }) =>
    shape !== 'csv' &&
    isObject(record) &&
    (record['type'] ?? 'single_turn') === 'single_turn' &&
    hasAiperfContent(record) &&
    unknownFieldsOf(record).length === 0,
  read: (records, options) => {
    const clock = {};
    return joinSessions(readRows(records, (row) => aiperfConversation(row, options, clock)));
  },
};
