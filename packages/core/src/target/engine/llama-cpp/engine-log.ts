const KEPT_LINES = 20;

/** The last errors that llama.cpp logged: it throws without a reason, and logs the reason. */
export class EngineLog {
  #lines: string[] = [];

  write(message: string): void {
    this.#lines.push(...message.split('\n').filter((line) => line.trim() !== ''));
    this.#lines = this.#lines.slice(-KEPT_LINES);
  }

  /** What was logged since the last call, each line once. */
  take(): string {
    const lines = [...new Set(this.#lines)];
    this.#lines = [];
    return lines.join('\n');
  }
}
