import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { waitUntil } from './wait-until.ts';

const MOUNT = '/sys/fs/cgroup/memory';

/** Why there can be no memory group of cgroup v1 here; undefined where there can. */
export function whyNoMemoryGroup(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root may make groups';
  return existsSync(path.join(MOUNT, 'memory.limit_in_bytes'))
    ? undefined
    : `no memory controller of version 1 is mounted at ${MOUNT}`;
}

/** A cgroup v1 group for memory, below the root or another group; removed when the test ends. */
export class MemoryGroup {
  readonly #folder: string;

  constructor(options: { readonly limitMiB?: number; readonly within?: MemoryGroup } = {}) {
    const above = path.join(MOUNT, options.within?.path ?? '');
    this.#folder = path.join(above, `loadcell-${randomUUID()}`);
    mkdirSync(this.#folder);
    onTestFinished(async () => {
      await waitUntil('the group is empty', () => this.#read('cgroup.procs') === '' || undefined);
      rmdirSync(this.#folder);
    });
    if (options.limitMiB !== undefined) this.limit(options.limitMiB * 2 ** 20);
  }

  /** The path of the group below the mount. */
  get path(): string {
    return this.#folder.slice(MOUNT.length);
  }

  get usedBytes(): number {
    return Number(this.#read('memory.usage_in_bytes'));
  }

  limit(bytes: number): void {
    writeFileSync(path.join(this.#folder, 'memory.limit_in_bytes'), String(bytes));
  }

  /** Wraps a command to run within the group. */
  wrap(command: readonly string[]): string[] {
    const join = 'echo $$ > "$0/cgroup.procs" && exec "$@"';
    return ['sh', '-c', join, this.#folder, ...command];
  }

  #read(name: string): string {
    return readFileSync(path.join(this.#folder, name), 'utf8').trim();
  }
}
