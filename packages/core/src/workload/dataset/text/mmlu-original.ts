import type { DatasetFormat } from '../dataset.ts';
import { choiceRequest, letterAt, LETTERS } from './fields/choice-question.ts';
import { unexpected, wordsAt } from './fields/json-fields.ts';
import { readRows } from './rows/read-rows.ts';

/** A question, its choices and the letter of the right one. */
const CELLS = LETTERS.length + 2;

/** Questions of MMLU in their original form: CSV without a header. */
export const mmluOriginal: DatasetFormat = {
  name: 'mmlu-original',
  title: 'MMLU questions without a header',
  hasHeader: false,
  recognizes: ({ cells }) =>
    cells?.length === CELLS && LETTERS.some((letter) => cells.at(-1) === letter),
  read: (records) =>
    readRows(records, ({ line, value }) => {
      if (!Array.isArray(value) || value.length !== CELLS) {
        throw unexpected('row', 'a question, four choices and a letter', value);
      }
      const cells: readonly unknown[] = value;
      return choiceRequest(line, {
        question: wordsAt(cells[0], 'question'),
        choices: LETTERS.map((letter, index) => wordsAt(cells[index + 1], letter)),
        letter: letterAt(cells.at(-1), 'answer'),
      });
    }),
};
