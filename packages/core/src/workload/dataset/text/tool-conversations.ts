import type { DatasetFormat } from '../dataset.ts';
import { chatShapeOf } from './fields/chat-shape.ts';
import { messagesAt } from './fields/chat-messages.ts';
import { everyAnswerTurns } from './fields/chat-turns.ts';
import { nameAt, objectAt } from './fields/json-fields.ts';
import { toolsOf } from './fields/tools-of.ts';
import { warnOfCalls } from './fields/warn-of-calls.ts';
import { readRows } from './rows/read-rows.ts';

/** Conversations with tools: a request for each assistant message; results of tools are those of the record. */
export const toolConversations: DatasetFormat = {
  name: 'tool-conversations',
  title: 'conversations with tools',
  recognizes: ({ record }) => chatShapeOf(record) === 'tools',
  read: (records, options) =>
    readRows(records, (row) => {
      const record = objectAt(row.value, 'conversation');
      const messages = messagesAt(record['messages'], 'messages', options);
      const turns = everyAnswerTurns(messages, toolsOf(record), row);
      warnOfCalls(messages, row);
      return { label: nameAt(record['id'], 'id') ?? '', history: 'recorded', turns };
    }),
};
