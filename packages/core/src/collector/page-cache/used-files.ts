import { readdir, readlink, stat } from 'node:fs/promises';
import { systemErrorCode } from '../../spec/error/system-error.ts';
import { mapped, type MappedPath } from './mapped-paths.ts';

/** A smaller file adds nothing to a start that can be seen, bytes. */
const LEAST_BYTES = 2 ** 20;

/** Why something of a process that ends, or is another user's, cannot be read. */
const GONE: ReadonlySet<unknown> = new Set(['ENOENT', 'ESRCH']);
const DENIED: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM']);

/**
 * The files that processes use: regular ones of more than 1 MiB that they map or have open, shared libraries and programs
 * included. Left out are deleted files, and those that this process maps itself, such as Node and the C library: they
 * stay in memory whatever becomes of the others.
 *
 * A file that is closed again after a model was loaded shows only to a look meanwhile, so look repeatedly during a start.
 */
export class UsedFiles {
  readonly #files = new Map<string, boolean>();
  readonly #missing = new Map<number, string>();
  readonly #procRoot: string;

  /** @param procRoot `/proc` unless given; tests use a folder of their own */
  constructor(procRoot = '/proc') {
    this.#procRoot = procRoot;
  }

  /** Paths that were seen so far, sorted. */
  get files(): readonly string[] {
    return [...this.#files].flatMap(([path, isUsed]) => (isUsed ? path : [])).toSorted();
  }

  /** Whose files cannot be seen, and why, a sentence for each process; empty where all were. */
  get missing(): readonly string[] {
    return [...this.#missing.values()];
  }

  /** Adds what the processes use now. One that ends meanwhile is left out. */
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

  /** A path of a process in a container names another file here. */
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
    // Below a folder that this user may not enter: dropping it will say so.
    if (DENIED.has(code)) return true;
    throw error;
  }
}
