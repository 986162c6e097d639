import type { JsonObject } from '../../../spec/content/json-value.ts';
import type { DatasetFormat } from '../dataset.ts';
import { choiceRequest, letterAt, LETTERS } from './fields/choice-question.ts';
import {
  isObject,
  isPresent,
  objectAt,
  textAt,
  unexpected,
  wordsAt,
} from './fields/json-fields.ts';
import { nameOf } from './rows/name-of.ts';
import { readRows } from './rows/read-rows.ts';

/** Number of the answer, which is text in a table. */
const NUMBER = /^[0-3]$/;

/** Questions of MMLU as requests: with a list of choices, or with columns `A` to `D`. */
export const mmlu: DatasetFormat = {
  name: 'mmlu',
  title: 'MMLU questions',
  recognizes: ({ record }) =>
    isObject(record) &&
    ((Array.isArray(record['choices']) && 'question' in record) ||
      LETTERS.every((letter) => letter in record)),
  read: (records) =>
    readRows(records, (source) => {
      const row = objectAt(source.value, 'question');
      return choiceRequest(source.line, {
        question: wordsAt(row['question'] ?? row['Question'], 'question'),
        choices: choicesOf(row),
        letter: letterOf(row),
        subject: nameOf(source, row, 'subject') ?? nameOf(source, row, 'Subject'),
      });
    }),
};

function choicesOf(row: JsonObject): string[] {
  const { choices } = row;
  if (!isPresent(choices)) return LETTERS.map((letter) => wordsAt(row[letter], letter));
  if (!Array.isArray(choices) || choices.length !== LETTERS.length) {
    throw unexpected('choices', 'a list of 4 texts', choices);
  }
  return choices.map((choice: unknown, index) => textAt(choice, `choices[${index}]`));
}

/** The hub has a number from 0, other files a letter. */
function letterOf(row: JsonObject): string {
  const answer = row['answer'] ?? row['Answer'];
  const number = typeof answer === 'number' ? String(answer) : answer;
  if (typeof number === 'string' && NUMBER.test(number)) return LETTERS[Number(number)] ?? '';
  return letterAt(answer, 'answer');
}
