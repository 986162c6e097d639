import type { DatasetFormat } from '../dataset.ts';
import { chatShapeOf } from './fields/chat/chat-shape.ts';
import { messagesAt } from './fields/chat/chat-messages.ts';
import { everyAnswerTurns } from './fields/chat/chat-turns.ts';
import { objectAt } from './fields/json-fields.ts';
import { toolsOf } from './fields/chat/tools-of.ts';
import { warnOfCalls } from './fields/chat/warn-of-calls.ts';
import { nameOf } from './rows/name-of.ts';
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
      return { label: nameOf(row, record, 'id') ?? '', history: 'recorded', turns };
    }),
};
