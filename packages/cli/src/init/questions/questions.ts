/** Asks a user, one question at a time. */
export interface Questions {
  /**
   * Asks until an answer is valid.
   * @param fallback the answer for an empty line; without it, an answer is required
   * @param read returns what the answer means, and throws a coded error for one that is invalid
   * @throws {QuestionsInterrupted} after Ctrl-C
   * @throws {UsageError} at the end of the input
   */
  ask<Answer>(
    question: string,
    read: (answer: string) => Answer,
    fallback?: string,
  ): Promise<Answer>;
  /** Writes a line. */
  say(line: string): void;
  /** Gives the terminal back. */
  close(): void;
}

/** The user pressed Ctrl-C at a question. */
export class QuestionsInterrupted extends Error {}
