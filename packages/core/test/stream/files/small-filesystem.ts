import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemErrorCode } from '../../../src/spec/error/system-error.ts';

/** A file system of its own, mounted where only a child process and those who look through it can see it. */
export interface SmallFilesystem {
  /** Its root, as this process can reach it. */
  readonly path: string;
  /** Takes the right to write away. */
  makeReadOnly(): Promise<void>;
  /** Ends the child, and the file system with it. */
  remove(): Promise<void>;
}

const UNSHARE = ['--user', '--map-root-user', '--mount'];

/** Whether this machine lets a process mount a file system in a name space of its own. */
export function canMount(): boolean {
  return spawnSync('unshare', [...UNSHARE, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
}

/** Has the child do something and waits until it says that it did. */
async function ask(child: ChildProcessWithoutNullStreams, command: string): Promise<void> {
  child.stdin.write(`${command} && echo done || echo failed\n`);
  const [answer]: unknown[] = await once(child.stdout, 'data');
  if (String(answer) !== 'done\n') throw new Error(`"${command}" ended with ${String(answer)}`);
}

/**
 * Mounts a file system of a given size.
 * @param sizeBytes rounded up to whole pages
 */
export async function mountSmallFilesystem(sizeBytes: number): Promise<SmallFilesystem> {
  const mountPoint = mkdtempSync(join(tmpdir(), 'loadcell-mount-'));
  const child = spawn('unshare', [...UNSHARE, 'sh'], { stdio: 'pipe' });
  const ended = once(child, 'exit');
  await ask(child, `mount -t tmpfs -o size=${sizeBytes} none '${mountPoint}'`);
  return {
    path: `/proc/${child.pid}/root${mountPoint}`,
    makeReadOnly: () => ask(child, `mount -o remount,ro '${mountPoint}'`),
    remove: async () => {
      child.stdin.end();
      await ended;
      rmdirSync(mountPoint);
    },
  };
}

/** Takes all the room that a disk has left. */
export function fill(folder: string): void {
  const descriptor = openSync(join(folder, 'filler'), 'a');
  const page = Buffer.alloc(4096);
  try {
    for (;;) writeSync(descriptor, page);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOSPC') throw error;
  } finally {
    closeSync(descriptor);
  }
}
