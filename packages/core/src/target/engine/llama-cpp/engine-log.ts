const KEPT_LINES = 20;

/** Event loop turns within which lines logged on another thread must have arrived. */
const ARRIVAL_TURNS = 20;

/** The last errors that llama.cpp logged: it throws without a reason, but logs it. */
export class EngineLog {
  #lines: string[] = [];

  write(message: string): void {
    this.#lines.push(...message.split('\n').filter((line) => line.trim() !== ''));
    this.#lines = this.#lines.slice(-KEPT_LINES);
  }

  /** Clears the log. */
  clear(): void {
    this.#lines = [];
  }

  /** The lines logged since it was cleared, each once; a line can arrive after the error that it explains. */
  async explain(): Promise<string> {
    for (let turn = 0; turn < ARRIVAL_TURNS; turn += 1) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    return [...new Set(this.#lines)].join('\n');
  }
}
