import { printable } from '../terminal/printable.ts';
import type { SharedScreen } from '../terminal/shared-screen.ts';
import type { Progress } from './progress.ts';

/** Progress on a terminal that a recorded command writes to: only notes are printed before the summary. */
export class CommandProgress implements Progress {
  readonly #screen: SharedScreen;

  constructor(screen: SharedScreen) {
    this.#screen = screen;
  }

  step(): void {}

  beginPhase(): void {
    this.#screen.share();
  }

  endPhase(): void {}

  note(line: string): void {
    this.#screen.say(printable(line));
  }

  close(): void {}
}
