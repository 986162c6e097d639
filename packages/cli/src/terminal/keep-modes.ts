import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';

const STANDARD_STREAMS = [0, 1, 2] as const;

/**
 * Leaves a terminal in the modes that it has. Node sets them back at its end to those that it began with, also where a
 * command has set others, as `stty` does; it does not do so to streams that are closed by then.
 */
export function keepModes(): void {
  process.once('exit', () => {
    for (const descriptor of STANDARD_STREAMS) {
      if (isatty(descriptor)) closeSync(descriptor);
    }
  });
}
