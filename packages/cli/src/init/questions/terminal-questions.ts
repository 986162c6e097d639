import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { isCodedError } from '../../error-code.ts';
import { explainError } from '../../explain-failure.ts';
import { UsageError } from '../../usage-error.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { QuestionsInterrupted, type Questions } from './questions.ts';

/** Questions by readline, which lets an answer be edited. */
export class TerminalQuestions implements Questions {
  readonly #lines: ReturnType<typeof createInterface>;
  readonly #output: Writable;
  /** Rejects when no answer can follow. */
  readonly #ended: Promise<never>;

  /** @param output a terminal, so that an answer can be edited */
  constructor(input: Readable, output: Writable) {
    this.#output = output;
    this.#lines = createInterface({ input, output, terminal: true });
    this.#ended = new Promise((_, reject) => {
      // Without a listener the interface closes, and a question would never settle.
      this.#lines.once('SIGINT', () => reject(new QuestionsInterrupted('interrupted')));
      this.#lines.once('close', () =>
        reject(
          new UsageError('the input ended before the last answer', {
            help: 'pass flags instead, such as --url URL, or --model FILE',
          }),
        ),
      );
    });
    // It may reject between two questions.
    this.#ended.catch(() => undefined);
  }

  async ask<Answer>(
    question: string,
    read: (answer: string) => Answer,
    fallback?: string,
  ): Promise<Answer> {
    const prompt = fallback === undefined ? `${question}: ` : `${question} [${fallback}]: `;
    for (;;) {
      const line = await Promise.race([this.#lines.question(prompt), this.#ended]);
      const answer = line.trim() === '' ? (fallback ?? '') : line.trim();
      if (answer === '') continue;
      try {
        return read(answer);
      } catch (error) {
        if (!isCodedError(error)) throw error;
        this.say(explainError(error));
      }
    }
  }

  say(line: string): void {
    this.#output.write(`${line}\n`);
  }

  close(): void {
    this.#lines.close();
  }
}

/** Questions on the terminal of this process; undefined where nobody can answer. */
export function openQuestions({ stderr }: Terminal): Questions | undefined {
  const { stdin, stderr: output } = process;
  // Questions are not output: stdout may be a file.
  return stdin.isTTY && stderr.isInteractive ? new TerminalQuestions(stdin, output) : undefined;
}
