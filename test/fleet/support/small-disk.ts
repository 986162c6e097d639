import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A file system that holds little. */
export class SmallDisk {
  readonly folder: string;

  constructor(limitKiB: number) {
    this.folder = mkdtempSync(path.join(tmpdir(), 'loadcell-disk-'));
    const size = `size=${limitKiB}k`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', size, 'loadcell-disk', this.folder]);
  }

  /** Unmounts it. Its files are gone. */
  close(): void {
    execFileSync('umount', [this.folder]);
    rmdirSync(this.folder);
  }
}
