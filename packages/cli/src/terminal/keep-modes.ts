import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';

const STANDARD_STREAMS = [0, 1, 2] as const;

/**
 * Keeps the current modes of the terminal. At exit, Node restores the modes from its start, even if a command such as `stty`
 * changed them since; it skips streams that are closed.
 */
export function keepModes(): void {
  process.once('exit', () => {
    for (const descriptor of STANDARD_STREAMS) {
      if (isatty(descriptor)) closeSync(descriptor);
    }
  });
}
