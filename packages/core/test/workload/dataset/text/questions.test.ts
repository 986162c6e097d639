import { describe, expect, it } from 'vitest';
import { textOfContent } from '../../../../src/spec/content/chat-message.ts';
import { goldNumberOf } from '../../../../src/workload/dataset/text/fields/gold-number.ts';
import { gsm8k } from '../../../../src/workload/dataset/text/gsm8k.ts';
import { mmluOriginal } from '../../../../src/workload/dataset/text/mmlu-original.ts';
import { mmlu } from '../../../../src/workload/dataset/text/mmlu.ts';
import { fixtureText, headOf, jsonLines, readAll, recordsOf, saidIn } from './records.ts';

const fixture = jsonLines(fixtureText('gsm8k-like.jsonl'));

describe('GSM8K questions', () => {
  const { conversations, faults, warnings } = readAll(gsm8k, fixture);

  it('are a request each, with the worked answer as the estimate of the output', () => {
    expect(conversations).toHaveLength(14);
    expect(faults).toEqual([]);
    expect(saidIn(conversations[2])).toEqual([
      [
        [
          'user',
          'At dawn it is 4 degrees. By night it is 11 degrees colder. What is the temperature at night?',
        ],
      ],
    ]);
    expect(conversations[2]?.turns[0]?.output).toEqual({ tokens: 6, kind: 'estimate' });
  });

  it('have a number after the last mark', () => {
    const answers = conversations.map(({ turns }) => turns[0]?.answer?.content ?? '');
    expect(answers.map((text) => goldNumberOf(textOfContent(text)))).toEqual([
      144,
      5000,
      -7,
      2.25,
      30,
      30,
      244,
      180,
      1020,
      3_375_000,
      0,
      12,
      undefined,
      -18,
    ]);
    expect(warnings).toEqual([{ line: 13, reason: 'answer: no number after "####"' }]);
  });

  it.each([
    ['#### 15%', 15],
    ['#### -$2.50', -2.5],
    ['#### twelve', undefined],
    ['####', undefined],
    ['12', undefined],
    ['#### 3 #### 4', 4],
  ])('whose answer is %j has %s as its number', (answer, number) => {
    expect(goldNumberOf(answer)).toBe(number);
  });

  it.each([
    [{ question: '', answer: 'a' }, 'question: expected a text that is not blank, found ""'],
    [{ question: 'a' }, 'answer: expected a text, found nothing'],
    [7, 'question: expected an object, found 7'],
  ])('name what is wrong with %j', (value, reason) => {
    expect(readAll(gsm8k, recordsOf(value)).faults).toEqual([
      { line: 1, kind: 'unreadable', reason },
    ]);
  });

  it('are recognized by a question and a worked answer', () => {
    expect(gsm8k.recognizes(headOf(fixture[0]?.value))).toBe(true);
    expect(gsm8k.recognizes(headOf({ question: 'a', answer: 1, choices: [] }))).toBe(false);
    expect(gsm8k.recognizes(headOf({ question: 'a' }))).toBe(false);
  });
});

describe('MMLU questions', () => {
  const choices = ['wind', 'moon', 'rain', 'fish'];
  const prompt =
    'Why tides?\n\nA) wind\nB) moon\nC) rain\nD) fish\n\nEnd with a line "Answer: X", where X is A, B, C or D.';

  it.each([
    ['of the hub', { question: 'Why tides?', choices, answer: 1, subject: 'sea' }],
    ['with a letter', { question: 'Why tides?', choices, answer: 'B', subject: 'sea' }],
    [
      'of a table',
      {
        Question: 'Why tides?',
        A: 'wind',
        B: 'moon',
        C: 'rain',
        D: 'fish',
        Answer: 'B',
        Subject: 'sea',
      },
    ],
  ])('%s ask for the form that graders read', (_what, row) => {
    const { conversations } = readAll(mmlu, recordsOf(row));
    expect(saidIn(conversations[0])).toEqual([[['user', prompt]]]);
    expect(conversations[0]?.turns[0]).toMatchObject({
      label: 'sea',
      answer: { content: 'Answer: B' },
      output: { tokens: 3, kind: 'estimate' },
    });
    expect(mmlu.recognizes(headOf(row))).toBe(true);
  });

  it.each([
    [
      { question: 'a', choices: ['b'], answer: 0 },
      'choices: expected a list of 4 texts, found a list',
    ],
    [{ question: 'a', choices, answer: 4 }, 'answer: expected A, B, C or D, found 4'],
    [{ question: 'a', choices, answer: 'E' }, 'answer: expected A, B, C or D, found "E"'],
    [
      { question: 'a', choices: [...choices.slice(1), 7], answer: 0 },
      'choices[3]: expected a text, found 7',
    ],
    [{ question: 'a', A: 'b', answer: 0 }, 'B: expected a text, found nothing'],
    [{ choices, answer: 0 }, 'question: expected a text, found nothing'],
  ])('name what is wrong with %j', (value, reason) => {
    expect(readAll(mmlu, recordsOf(value)).faults).toEqual([
      { line: 1, kind: 'unreadable', reason },
    ]);
  });
});

describe('MMLU questions without a header', () => {
  const cells = ['Why tides?', 'wind', 'moon', 'rain', 'fish', 'B'];
  const headWith = (first: readonly string[]) => ({ ...headOf({}, 'csv'), cells: first });

  it('are rows of six cells that end with a letter', () => {
    const { conversations } = readAll(mmluOriginal, recordsOf(cells));
    expect(conversations[0]?.turns[0]?.answer?.content).toBe('Answer: B');
    expect(mmluOriginal.recognizes(headWith(cells))).toBe(true);
    expect(mmluOriginal.recognizes(headWith(cells.slice(1)))).toBe(false);
    expect(mmluOriginal.recognizes(headWith([...cells.slice(1), 'Answer']))).toBe(false);
    expect(mmluOriginal.recognizes(headOf(cells))).toBe(false);
  });

  it.each([
    [cells.slice(1), 'row: expected a question, four choices and a letter, found a list'],
    [[...cells.slice(0, 5), 'E'], 'answer: expected A, B, C or D, found "E"'],
    [['', ...cells.slice(1)], 'question: expected a text that is not blank, found ""'],
  ])('name what is wrong with %j', (value, reason) => {
    expect(readAll(mmluOriginal, recordsOf(value)).faults).toEqual([
      { line: 1, kind: 'unreadable', reason },
    ]);
  });
});
