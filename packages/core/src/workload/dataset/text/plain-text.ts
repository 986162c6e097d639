import type { DatasetFormat } from '../dataset.ts';
import { wordsAt } from './fields/json-fields.ts';
import { oneRequest } from './fields/one-request.ts';
import { readRows } from './rows/read-rows.ts';

/** Plain text: each line is a prompt. */
export const plainText: DatasetFormat = {
  name: 'text',
  title: 'text with a prompt on each line',
  recognizes: ({ shape }) => shape === 'text',
  read: (records) =>
    readRows(records, ({ line, value }) =>
      oneRequest(line, [{ role: 'user', content: wordsAt(value, 'prompt') }]),
    ),
};
