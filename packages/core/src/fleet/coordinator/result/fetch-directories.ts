import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LoadcellError } from '../../../spec/error/errors.ts';
import type { BusObjects } from '../../bus/bus.ts';
import type { StoredFile } from '../../protocol/stored-file.ts';
import type { AgentCourse } from '../course/course-book.ts';

/** Attempts to fetch a file: a bus that was restarted, or a lost chunk, may need a second one. */
const ATTEMPTS = 3;

/** Longest time to fetch one file, ms: a gigabyte over a slow network. */
const FILE_LIMIT_MS = 1_800_000;

/** A name relative to the run directory of an agent, of plain parts: it cannot leave the folder. */
const FILE_NAME = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/){0,8}[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** The fetched run directory of an agent, or why there is none. */
export type Fetched =
  | { readonly agent: string; readonly path: string; readonly error?: undefined }
  | { readonly agent: string; readonly path?: undefined; readonly error: LoadcellError };

/** Where run directories come from and go to. */
export interface FetchPlace {
  readonly objects: BusObjects;
  /** Folder that gets one folder for each agent. */
  readonly folder: string;
  /** Stops fetching. */
  readonly signal: AbortSignal;
}

/**
 * Fetches the run directories that agents have stored, one after the other, and checks the size and digest of every file. A
 * directory that cannot be fetched completely is removed: the agent keeps its own.
 */
export async function fetchDirectories(
  agents: readonly AgentCourse[],
  place: FetchPlace,
): Promise<Fetched[]> {
  const fetched: Fetched[] = [];
  for (const { name, state } of agents) {
    const files = state?.directory?.files ?? [];
    if (files.length > 0) fetched.push(await fetchDirectory(name, files, place));
  }
  return fetched;
}

async function fetchDirectory(
  agent: string,
  files: readonly StoredFile[],
  place: FetchPlace,
): Promise<Fetched> {
  const path = join(place.folder, agent);
  try {
    for (const file of files) {
      if (!FILE_NAME.test(file.name)) throw new Error(`it has an unusable name: ${file.name}`);
      await mkdir(dirname(join(path, file.name)), { recursive: true });
      await fetchFile(file, join(path, file.name), place);
    }
    return { agent, path };
  } catch (error) {
    await rm(path, { recursive: true, force: true });
    place.signal.throwIfAborted();
    return {
      agent,
      error: new LoadcellError(
        'FLEET_FETCH',
        `cannot fetch the run directory of ${agent}: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error, help: `copy it from ${agent}, and merge with loadcell merge` },
      ),
    };
  }
}

async function fetchFile(file: StoredFile, path: string, place: FetchPlace): Promise<void> {
  const expected = { name: file.object, bytes: file.bytes, sha256: file.sha256 };
  for (let attempt = 1; ; attempt += 1) {
    const limit = AbortSignal.any([place.signal, AbortSignal.timeout(FILE_LIMIT_MS)]);
    try {
      await place.objects.getFile(expected, path, limit);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || limit.aborted) throw error;
    }
  }
}
