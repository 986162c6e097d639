import type { DatasetFormat } from '../dataset.ts';
import { aiperfConversation } from './fields/aiperf/aiperf-conversation.ts';
import { isObject } from './fields/json-fields.ts';
import { joinSessions } from './rows/join-sessions.ts';
import { readRows } from './rows/read-rows.ts';

/** Conversations of AIPerf: history with the answers of this run; rows of one session are one conversation. */
export const aiperfMultiTurn: DatasetFormat = {
  name: 'aiperf-multi-turn',
  title: 'conversations of AIPerf (multi_turn)',
  typeName: 'multi_turn',
  recognizes: ({ record }) => isObject(record) && Array.isArray(record['turns']),
  read: (records, options) => {
    const clock = {};
    return joinSessions(readRows(records, (row) => aiperfConversation(row, options, clock)));
  },
};
