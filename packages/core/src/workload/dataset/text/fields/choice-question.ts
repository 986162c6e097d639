import type { Conversation } from '../../dataset.ts';
import { oneRequest } from './one-request.ts';
import { lengthOfAnswer } from './output-length.ts';
import { unexpected } from './json-fields.ts';

/** Letters of the four choices. */
export const LETTERS = ['A', 'B', 'C', 'D'] as const;

/** A question with four choices. */
export interface ChoiceQuestion {
  readonly question: string;
  readonly choices: readonly string[];
  /** Letter of the right choice. */
  readonly letter: string;
  readonly subject?: string | undefined;
}

/** A question with choices as a request, which asks for the form that graders read. */
export function choiceRequest(
  line: number,
  { question, choices, letter, subject }: ChoiceQuestion,
): Conversation {
  const lines = choices.map((choice, index) => `${LETTERS[index] ?? ''}) ${choice}`);
  const prompt = [
    question,
    '',
    ...lines,
    '',
    'End with a line "Answer: X", where X is A, B, C or D.',
  ].join('\n');
  const answer = `Answer: ${letter}`;
  return oneRequest(line, [{ role: 'user', content: prompt }], {
    output: lengthOfAnswer(answer),
    answer: { role: 'assistant', content: answer },
    label: subject,
  });
}

/** @throws {RowError} unless the value is one of A to D */
export function letterAt(value: unknown, at: string): string {
  const letter = LETTERS.find((one) => typeof value === 'string' && value.trim() === one);
  if (letter !== undefined) return letter;
  throw unexpected(at, 'A, B, C or D', value);
}
