import { readdir, readlink, stat } from 'node:fs/promises';
import { systemErrorCode } from '../../spec/error/system-error.ts';
import { mapped, type MappedPath } from './mapped-paths.ts';

/** A smaller file makes no visible difference to a start, bytes. */
const LEAST_BYTES = 2 ** 20;

/** Error codes when reading a process that ends or belongs to another user. */
const GONE: ReadonlySet<unknown> = new Set(['ENOENT', 'ESRCH']);
const DENIED: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM']);

/**
 * The files that processes use: regular files of more than 1 MiB that they map or have open, shared libraries and
 * programs included. Excluded are deleted files, and those that this process itself maps, such as Node and the C
 * library, since they stay in memory anyway.
 *
 * A file that is closed after a model is loaded is visible only until then, so look repeatedly during a start.
 */
export class UsedFiles {
  readonly #files = new Map<string, boolean>();
  readonly #missing = new Map<number, string>();
  readonly #procRoot: string;

  /** @param procRoot `/proc` unless given; tests use another folder */
  constructor(procRoot = '/proc') {
    this.#procRoot = procRoot;
  }

  /** Paths seen so far, sorted. */
  get files(): readonly string[] {
    return [...this.#files].flatMap(([path, isUsed]) => (isUsed ? path : [])).toSorted();
  }

  /** Processes whose files are not visible, and why, one sentence each; empty if all files were seen. */
  get missing(): readonly string[] {
    return [...this.#missing.values()];
  }

  /** Adds the files that the processes use now. Skips a process that ends during the look. */
  async look(pids: readonly number[]): Promise<void> {
    const own = await mapped(`${this.#procRoot}/self`);
    const isOwn = new Set(own.map(({ path }) => path));
    for (const pid of pids) {
      try {
        await this.#lookAt(pid, isOwn);
      } catch (error) {
        const code = systemErrorCode(error);
        if (GONE.has(code)) continue;
        if (!DENIED.has(code)) throw error;
        this.#missing.set(pid, `the files of process ${pid} cannot be read: permission denied`);
      }
    }
  }

  async #lookAt(pid: number, isOwn: ReadonlySet<string>): Promise<void> {
    const folder = `${this.#procRoot}/${pid}`;
    if (await this.#seesOtherFiles(folder)) {
      this.#missing.set(pid, `process ${pid} runs in another mount namespace or root folder`);
      return;
    }
    const open = await openPaths(`${folder}/fd`);
    for (const { path, isDeleted } of [...(await mapped(folder)), ...open]) {
      if (isDeleted || isOwn.has(path) || this.#files.has(path)) continue;
      this.#files.set(path, await isLargeFile(path));
    }
  }

  /** In a container, the same path names a different file than here. */
  async #seesOtherFiles(folder: string): Promise<boolean> {
    for (const link of ['ns/mnt', 'root']) {
      const [theirs, ours] = await Promise.all(
        [folder, `${this.#procRoot}/self`].map((process) => readlink(`${process}/${link}`)),
      );
      if (theirs !== ours) return true;
    }
    return false;
  }
}

async function openPaths(folder: string): Promise<MappedPath[]> {
  const open: MappedPath[] = [];
  for (const name of await readdir(folder)) {
    try {
      const path = await readlink(`${folder}/${name}`);
      if (path.startsWith('/')) open.push({ path, isDeleted: path.endsWith(' (deleted)') });
    } catch (error) {
      // Closed since the folder was read.
      if (!GONE.has(systemErrorCode(error))) throw error;
    }
  }
  return open;
}

async function isLargeFile(path: string): Promise<boolean> {
  try {
    const file = await stat(path);
    return file.isFile() && file.size > LEAST_BYTES;
  } catch (error) {
    const code = systemErrorCode(error);
    if (GONE.has(code) || code === 'ENOTDIR') return false;
    // In a folder that this user may not enter: dropping the file reports it.
    if (DENIED.has(code)) return true;
    throw error;
  }
}
