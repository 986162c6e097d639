import { readdirSync, readFileSync } from 'node:fs';
import { platform } from 'node:process';
import { systemErrorCode } from '../../spec/error/system-error.ts';
import { SamplingError } from '../sampling-error.ts';
import { ProcReader, type ProcPlace } from './proc-reader.ts';
import { OwnProcessReader, type ProcessReader, type ProcessReading } from './process-reader.ts';
import { readProcUnits } from './proc-units.ts';

/** Error codes of files that are not readable or do not exist. */
const CLOSED: ReadonlySet<unknown> = new Set([
  'ERR_ACCESS_DENIED',
  'EACCES',
  'ENOENT',
  'TARGET_FORBIDDEN',
]);

/** A process and its reading. */
export interface ProcessSample {
  readonly pid: number;
  readonly reading: ProcessReading;
}

/** The sampled processes: the requested one and all its descendants. */
export class ProcessSet {
  readonly #place: ProcPlace | undefined;
  #live: ProcessReader[];
  #found = 1;

  /** @throws {SamplingError} when the process cannot be read */
  constructor(pid: number, root = '/proc') {
    try {
      this.#place = platform === 'linux' ? { root, units: readProcUnits() } : undefined;
      this.#live = [
        this.#place === undefined ? readerOfOwn(pid) : new ProcReader(pid, this.#place),
      ];
    } catch (error) {
      if (!isClosed(error)) throw error;
      this.#place = undefined;
      this.#live = [readerOfOwn(pid, error)];
    }
  }

  /** Number of processes found so far. */
  get found(): number {
    return this.#found;
  }

  /** Whether children can be found at all. */
  get findsChildren(): boolean {
    return this.#place !== undefined;
  }

  /** Reads each live process and drops those that have ended. Empty when all have ended. */
  read(): ProcessSample[] {
    const samples: ProcessSample[] = [];
    for (const reader of this.#live) {
      const reading = reader.read();
      if (reading === undefined) reader.close();
      else samples.push({ pid: reader.pid, reading });
    }
    if (samples.length < this.#live.length) {
      const alive = new Set(samples.map(({ pid }) => pid));
      this.#live = this.#live.filter(({ pid }) => alive.has(pid));
    }
    return samples;
  }

  /** Looks for descendants of the live processes. */
  discover(): void {
    const place = this.#place;
    if (place === undefined) return;
    const known = new Set(this.#live.map(({ pid }) => pid));
    // The list grows during the loop, so children of children follow.
    for (const { pid } of this.#live) {
      for (const child of childrenOf(pid, place.root)) {
        if (known.has(child)) continue;
        known.add(child);
        this.#add(child, place);
      }
    }
  }

  close(): void {
    for (const reader of this.#live) reader.close();
    this.#live = [];
  }

  #add(pid: number, place: ProcPlace): void {
    try {
      this.#live.push(new ProcReader(pid, place));
      this.#found += 1;
    } catch (error) {
      // The process ended before it could be read, or belongs to another user.
      if (!(error instanceof SamplingError)) throw error;
    }
  }
}

/** Whether /proc is missing, or not readable because of the user's rights or Node's permissions. */
function isClosed(error: unknown): boolean {
  return CLOSED.has(systemErrorCode(error));
}

/** Without /proc, Node itself knows only the size of this process. */
function readerOfOwn(pid: number, cause?: unknown): OwnProcessReader {
  if (pid === process.pid) return new OwnProcessReader();
  if (cause instanceof SamplingError) throw cause;
  const where = cause === undefined ? `on ${platform}` : 'without access to /proc';
  throw new SamplingError(
    'UNREADABLE',
    `cannot read the memory of process ${pid} ${where}: without the native sampler, only this process ` +
      `(${process.pid}) is readable`,
    {
      cause,
      ...(systemErrorCode(cause) === 'ERR_ACCESS_DENIED'
        ? { help: 'add --allow-fs-read=/proc to the flags of Node' }
        : {}),
    },
  );
}

/** Children started by any thread of a process; empty if the process is gone. */
function childrenOf(pid: number, root: string): number[] {
  return list(`${root}/${pid}/task`).flatMap((thread) =>
    readText(`${root}/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
}

function list(folder: string): string[] {
  return orNothing(() => readdirSync(folder), []);
}

function readText(path: string): string {
  return orNothing(() => readFileSync(path, 'utf8'), '').trim();
}

/** Processes and threads may end during a look, and a kernel may be built without lists of children. */
function orNothing<Value>(read: () => Value, nothing: Value): Value {
  try {
    return read();
  } catch (error) {
    if (systemErrorCode(error) === 'ESRCH' || isClosed(error)) return nothing;
    throw error;
  }
}
