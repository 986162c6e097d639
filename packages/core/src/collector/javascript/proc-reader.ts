import { closeSync, openSync, readSync } from 'node:fs';
import { systemErrorCode } from '../../spec/error/system-error.ts';
import { SamplingError } from '../sampling-error.ts';
import { ownCpuNs, type ProcessReader, type ProcessReading } from './process-reader.ts';
import type { ProcUnits } from './proc-units.ts';

/** Where to read a process. */
export interface ProcPlace {
  /** `/proc`; tests use another folder. */
  readonly root: string;
  readonly units: ProcUnits;
}

/** Longer than any line of statm or stat. */
const BUFFER_BYTES = 2048;

/** Fields of stat after the program name, which may contain anything but ends at the last `)`. */
const STATE_FIELD = 0;
const FLAGS_FIELD = 6;
const USER_TICKS_FIELD = 11;
const SYSTEM_TICKS_FIELD = 12;

/** The kernel's flag PF_EXITING. */
const EXITING = 0x4;

/**
 * Reads a process through files that stay open: they belong to that process, and never to a later one with the same
 * pid.
 */
export class ProcReader implements ProcessReader {
  readonly pid: number;
  readonly #units: ProcUnits;
  readonly #buffer = Buffer.alloc(BUFFER_BYTES);
  readonly #statm: number;
  readonly #stat: number;

  /** @throws {SamplingError} when the process does not exist, has ended, has no memory, or is not readable */
  constructor(pid: number, { root, units }: ProcPlace) {
    this.pid = pid;
    this.#units = units;
    this.#statm = open(pid, `${root}/${pid}/statm`);
    try {
      this.#stat = open(pid, `${root}/${pid}/stat`);
    } catch (error) {
      closeSync(this.#statm);
      throw error;
    }
    try {
      this.#check();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  read(): ProcessReading | undefined {
    const [, resident = 0, shared = 0] = this.#fields(this.#statm).map(Number);
    if (resident === 0) return undefined;
    const { pageBytes } = this.#units;
    return {
      rssBytes: resident * pageBytes,
      sharedBytes: shared * pageBytes,
      cpuNs: this.#cpuNs(),
    };
  }

  close(): void {
    closeSync(this.#statm);
    closeSync(this.#stat);
  }

  #check(): void {
    const hasMemory = this.read() !== undefined;
    // Read after the memory: a process without memory has ended by then, or never had any.
    const fields = this.#statFields();
    const isExiting = (Number(fields[FLAGS_FIELD]) & EXITING) !== 0;
    if (fields[STATE_FIELD] === 'Z' || (!hasMemory && isExiting)) {
      throw new SamplingError('ZOMBIE', `process ${this.pid} has exited or is exiting`, {
        help: 'pass the PID of a running process',
      });
    }
    if (hasMemory) return;
    throw new SamplingError(
      'NO_MEMORY',
      `process ${this.pid} is a kernel thread and has no memory`,
      { help: 'pass the PID of an ordinary process' },
    );
  }

  /** Exact to the microsecond for this process; for others in steps of a clock tick, usually 10 ms. */
  #cpuNs(): number {
    if (this.pid === process.pid) return ownCpuNs();
    const fields = this.#statFields();
    const ticks = Number(fields[USER_TICKS_FIELD]) + Number(fields[SYSTEM_TICKS_FIELD]);
    return ticks * this.#units.clockTickNs;
  }

  #statFields(): string[] {
    const fields = this.#fields(this.#stat);
    return fields.slice(fields.findLastIndex((field) => field.endsWith(')')) + 1);
  }

  /** Empty once the process is gone. */
  #fields(file: number): string[] {
    try {
      const length = readSync(file, this.#buffer, 0, BUFFER_BYTES, 0);
      return this.#buffer.toString('latin1', 0, length).trim().split(' ');
    } catch (error) {
      if (systemErrorCode(error) === 'ESRCH') return [];
      throw error;
    }
  }
}

function open(pid: number, path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === 'ENOENT' || code === 'ESRCH') {
      throw new SamplingError('NO_SUCH_PROCESS', `no process has PID ${pid}`, {
        help: 'pass the PID of a running process',
        cause,
      });
    }
    if (code === 'EACCES' || code === 'EPERM') {
      throw new SamplingError('FORBIDDEN', `process ${pid} is not readable`, {
        help: 'run as its owner or as root',
        cause,
      });
    }
    if (code === 'ERR_ACCESS_DENIED') {
      throw new SamplingError('FORBIDDEN', `Node's permissions deny reading process ${pid}`, {
        help: 'add --allow-fs-read=/proc to the flags of Node',
        cause,
      });
    }
    throw cause;
  }
}
