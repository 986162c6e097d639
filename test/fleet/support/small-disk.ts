import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, statfsSync, writeFileSync } from 'node:fs';
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

  /** Fills it but for some room. */
  fill(leftKiB: number): void {
    const { bavail, bsize } = statfsSync(this.folder);
    const bytes = bavail * bsize - leftKiB * 1024;
    writeFileSync(path.join(this.folder, 'ballast'), new Uint8Array(bytes));
  }

  /** Unmounts it. Its files are gone. */
  close(): void {
    execFileSync('umount', [this.folder]);
    rmdirSync(this.folder);
  }
}
