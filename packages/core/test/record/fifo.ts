import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../stream/temporary-folder.ts';

/** Something to wait for: opening it waits until the other side opens it too. */
export function makeFifo(): string {
  const path = join(temporaryFolder(), 'gate');
  execFileSync('mkfifo', [path]);
  return path;
}

/** Lets through who waits at a fifo, if somebody does. */
export function openFifo(path: string): void {
  try {
    const descriptor = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    writeSync(descriptor, 'go\n');
    closeSync(descriptor);
  } catch (error) {
    // Nobody waits there yet, or any more.
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENXIO') throw error;
  }
}
