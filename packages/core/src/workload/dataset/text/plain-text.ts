import type { DatasetFormat } from '../dataset.ts';
import { wordsAt } from './fields/json-fields.ts';
import { oneRequest } from './fields/one-request.ts';
import { readRows } from './rows/read-rows.ts';

/** Names of text files. Any log or table of another kind is text as well: only its name shows that it was written for this. */
const TEXT_NAME = /\.(?:txt|text)$/i;

/** Plain text: each line is a prompt. */
export const plainText: DatasetFormat = {
  name: 'text',
  title: 'text with a prompt on each line',
  recognizes: ({ name, shape }) => shape === 'text' && TEXT_NAME.test(name),
  read: (records) =>
    readRows(records, ({ line, value }) =>
      oneRequest(line, [{ role: 'user', content: wordsAt(value, 'prompt') }]),
    ),
};
