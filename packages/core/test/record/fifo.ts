import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../stream/temporary-folder.ts';

/** A gate: opening it waits until the other side also opens it. */
export function makeFifo(): string {
  const path = join(temporaryFolder(), 'gate');
  execFileSync('mkfifo', [path]);
  return path;
}

/** Lets a reader waiting at a fifo continue, if there is one. */
export function openFifo(path: string): void {
  try {
    const descriptor = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    writeSync(descriptor, 'go\n');
    closeSync(descriptor);
  } catch (error) {
    // No reader waits there yet, or any longer.
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENXIO') throw error;
  }
}
