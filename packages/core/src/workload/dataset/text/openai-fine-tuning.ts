import type { DatasetFormat } from '../dataset.ts';
import { chatShapeOf } from './fields/chat/chat-shape.ts';
import { messagesAt } from './fields/chat/chat-messages.ts';
import { everyAnswerTurns, lastAnswerTurn } from './fields/chat/chat-turns.ts';
import { objectAt } from './fields/json-fields.ts';
import { toolsOf } from './fields/chat/tools-of.ts';
import { warnOfCalls } from './fields/chat/warn-of-calls.ts';
import { nameOf } from './rows/name-of.ts';
import { readRows } from './rows/read-rows.ts';

/** Training examples of chat: the last assistant message is not sent, and its length is the estimate of the output. */
export const openAiFineTuning: DatasetFormat = {
  name: 'openai-fine-tuning',
  title: 'examples for fine-tuning of chat',
  recognizes: ({ record }) => chatShapeOf(record) === 'answered',
  read: (records, options) =>
    readRows(records, (row) => {
      const example = objectAt(row.value, 'example');
      const messages = messagesAt(example['messages'], 'messages', options);
      const turnsOf = options.everyAnswer === true ? everyAnswerTurns : lastAnswerTurn;
      const turns = turnsOf(messages, toolsOf(example), row);
      warnOfCalls(messages, row);
      return { label: nameOf(row, example, 'id') ?? '', history: 'recorded', turns };
    }),
};
