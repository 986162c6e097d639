import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { isCodedError } from '../../error-code.ts';
import { explainError } from '../../explain-failure.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../usage-error.ts';
import { QuestionsInterrupted, type Questions } from './questions.ts';

/** Questions by readline, which lets an answer be edited. */
export class TerminalQuestions implements Questions {
  readonly #output: Writable;
  readonly #readline: Interface;
  /** Lines that were typed ahead of their question; readline alone would lose them. */
  readonly #typed: string[] = [];
  #takeLine: ((line: string) => void) | undefined;
  /** Rejects when no answer can follow. */
  readonly #ended: Promise<never>;

  constructor(input: Readable, output: Writable) {
    this.#output = output;
    this.#readline = createInterface({ input, output, terminal: true });
    this.#readline.on('line', (line) => {
      if (this.#takeLine === undefined) this.#typed.push(line);
      else this.#takeLine(line);
      this.#takeLine = undefined;
    });
    this.#ended = new Promise((_, reject) => {
      this.#readline.once('SIGINT', () => reject(new QuestionsInterrupted('interrupted')));
      this.#readline.once('close', () =>
        reject(
          new UsageError('the input ended before the last answer', {
            help: 'pass flags instead, such as --url URL, or --model FILE',
          }),
        ),
      );
    });
    // It may reject while no question waits.
    this.#ended.catch(() => undefined);
  }

  async ask<Answer>(
    question: string,
    read: (answer: string) => Answer,
    fallback = '',
  ): Promise<Answer> {
    this.#readline.setPrompt(fallback === '' ? `${question}: ` : `${question} [${fallback}]: `);
    for (;;) {
      this.#readline.prompt();
      const line = await Promise.race([this.#nextLine(), this.#ended]);
      const answer = line.trim() === '' ? fallback : line.trim();
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
    this.#readline.close();
  }

  #nextLine(): Promise<string> {
    return new Promise((resolve) => {
      const line = this.#typed.shift();
      if (line === undefined) this.#takeLine = resolve;
      else resolve(line);
    });
  }
}

/** Questions on the terminal of this process; undefined where no user can answer. */
export function openQuestions({ stderr }: Terminal): Questions | undefined {
  const { stdin, stderr: output } = process;
  // Questions are not output: stdout may be a file.
  return stdin.isTTY && stderr.isInteractive ? new TerminalQuestions(stdin, output) : undefined;
}
