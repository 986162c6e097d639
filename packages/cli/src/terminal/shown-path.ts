import path from 'node:path';
import type { Terminal } from './terminal.ts';

/** A path as typed at the terminal: relative if it is in or below the working directory. */
export function shownPath(
  file: string,
  { workingDirectory }: Pick<Terminal, 'workingDirectory'>,
): string {
  const relative = path.relative(workingDirectory, file);
  return relative.startsWith('..') ? file : relative || '.';
}
