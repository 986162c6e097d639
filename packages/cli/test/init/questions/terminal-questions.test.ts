import { PassThrough } from 'node:stream';
import { ConfigError } from '@loadcell/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { QuestionsInterrupted } from '../../../src/init/questions/questions.ts';
import { TerminalQuestions } from '../../../src/init/questions/terminal-questions.ts';

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

function open() {
  const input = new PassThrough();
  const output = new PassThrough({ encoding: 'utf8' });
  const questions = new TerminalQuestions(input, output);
  onTestFinished(() => questions.close());
  return { input, questions, shown: (): string => String(output.read() ?? '') };
}

function readNumber(answer: string): number {
  const number = Number(answer);
  if (Number.isNaN(number)) throw new ConfigError(`no number: ${answer}`, { help: 'type digits' });
  return number;
}

describe('TerminalQuestions', () => {
  it('returns what the answer means, and shows the fallback', async () => {
    const { input, questions, shown } = open();
    const answer = questions.ask('How many', readNumber, '3');
    input.write(' 5 \r');
    expect(await answer).toBe(5);
    expect(shown()).toContain('How many [3]: ');
  });

  it('takes the fallback for an empty line', async () => {
    const { input, questions } = open();
    const answer = questions.ask('How many', readNumber, '3');
    input.write('\r');
    expect(await answer).toBe(3);
  });

  it('asks again after an empty line without a fallback, and after an invalid answer', async () => {
    const { input, questions, shown } = open();
    const answer = questions.ask('How many', readNumber);
    input.write('\rmany\r7\r');
    expect(await answer).toBe(7);
    const text = shown();
    expect(text).toContain('error: no number: many\nhelp: type digits\n');
    expect(text.split('How many: ')).toHaveLength(4);
  });

  it('rejects with errors that are no invalid answer', async () => {
    const { input, questions } = open();
    const answer = questions.ask('How many', () => {
      throw new TypeError('a defect');
    });
    input.write('7\r');
    await expect(answer).rejects.toThrow('a defect');
  });

  it('ends after Ctrl-C', async () => {
    const { input, questions } = open();
    const answer = questions.ask('How many', readNumber);
    input.write(`1${CTRL_C}`);
    await expect(answer).rejects.toThrow(QuestionsInterrupted);
  });

  it.each([
    ['Ctrl-D', (input: PassThrough) => input.write(CTRL_D)],
    ['the end of the input', (input: PassThrough) => input.end()],
  ])('ends after %s, with what to do', async (_what, end) => {
    const { input, questions } = open();
    const answer = questions.ask('How many', readNumber);
    end(input);
    await expect(answer).rejects.toMatchObject({
      summary: 'the input ended before the last answer',
      help: 'pass flags instead, such as --url URL, or --model FILE',
    });
  });
});
