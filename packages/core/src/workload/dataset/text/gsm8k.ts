import type { DatasetFormat } from '../dataset.ts';
import { goldNumberOf } from './fields/gold-number.ts';
import { isObject, objectAt, textAt, wordsAt } from './fields/json-fields.ts';
import { oneRequest } from './fields/one-request.ts';
import { lengthOfAnswer } from './fields/output-length.ts';
import { readRows } from './rows/read-rows.ts';

/** Sums of GSM8K as requests: the worked answer is the estimate of the output. */
export const gsm8k: DatasetFormat = {
  name: 'gsm8k',
  title: 'GSM8K questions',
  recognizes: ({ record }) =>
    isObject(record) &&
    typeof record['question'] === 'string' &&
    typeof record['answer'] === 'string' &&
    record['choices'] === undefined,
  read: (records) =>
    readRows(records, ({ line, value, warn }) => {
      const sum = objectAt(value, 'question');
      const question = wordsAt(sum['question'], 'question');
      const answer = textAt(sum['answer'], 'answer');
      if (goldNumberOf(answer) === undefined) warn('answer: no number after "####"');
      return oneRequest(line, [{ role: 'user', content: question }], {
        output: lengthOfAnswer(answer),
        answer: { role: 'assistant', content: answer },
      });
    }),
};
