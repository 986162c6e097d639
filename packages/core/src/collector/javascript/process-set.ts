import { readdirSync, readFileSync } from 'node:fs';
import { platform } from 'node:process';
import { systemErrorCode } from '../../spec/error/system-error.ts';
import { SamplingError } from '../sampling-error.ts';
import { ProcReader, type ProcPlace } from './proc-reader.ts';
import { OwnProcessReader, type ProcessReader, type ProcessReading } from './process-reader.ts';
import { readProcUnits } from './proc-units.ts';

/** What is said of files that may not be read, or are not there. */
const CLOSED: ReadonlySet<unknown> = new Set([
  'ERR_ACCESS_DENIED',
  'EACCES',
  'ENOENT',
  'TARGET_FORBIDDEN',
]);

/** A process and what was read of it. */
export interface ProcessSample {
  readonly pid: number;
  readonly reading: ProcessReading;
}

/** The processes that are sampled: the one that was asked for, and those that it and they have started. */
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

  /** How many were found so far. */
  get found(): number {
    return this.#found;
  }

  /** Whether children can be found at all. */
  get findsChildren(): boolean {
    return this.#place !== undefined;
  }

  /** Reads each that lives; those that do not are given up. Empty when all have ended. */
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

  /** Looks for children of those that live, and for theirs. */
  discover(): void {
    const place = this.#place;
    if (place === undefined) return;
    const known = new Set(this.#live.map(({ pid }) => pid));
    // Grows as it goes: children of children follow.
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
      // It ended before it could be read, or belongs to somebody else.
      if (!(error instanceof SamplingError)) throw error;
    }
  }
}

/** Whether /proc may not be read, be it by a right of this user or by Node's permissions, or is not there. */
function isClosed(error: unknown): boolean {
  return CLOSED.has(systemErrorCode(error));
}

/** Node itself knows the size of this process, where nothing else is known. */
function readerOfOwn(pid: number, cause?: unknown): OwnProcessReader {
  if (pid === process.pid) return new OwnProcessReader();
  if (cause instanceof SamplingError) throw cause;
  const where = cause === undefined ? `on ${platform}` : 'without access to /proc';
  throw new SamplingError(
    'UNREADABLE',
    `Cannot read the memory of process ${pid} ${where}: without the native sampler, only this process ` +
      `(${process.pid}) is readable.`,
    {
      cause,
      ...(systemErrorCode(cause) === 'ERR_ACCESS_DENIED'
        ? { help: 'add --allow-fs-read=/proc to the flags of Node' }
        : {}),
    },
  );
}

/** Children that any thread of a process has started; none of a process that is gone. */
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

/** Processes and threads end while one looks at them, and a kernel may be built without lists of children. */
function orNothing<Value>(read: () => Value, nothing: Value): Value {
  try {
    return read();
  } catch (error) {
    if (systemErrorCode(error) === 'ESRCH' || isClosed(error)) return nothing;
    throw error;
  }
}
