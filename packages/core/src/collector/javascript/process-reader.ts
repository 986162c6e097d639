/** The reading of a process at a tick; `NaN` for values that the system does not report. */
export interface ProcessReading {
  readonly rssBytes: number;
  readonly sharedBytes: number;
  readonly cpuNs: number;
}

/** Reads one process repeatedly. */
export interface ProcessReader {
  readonly pid: number;
  /** Undefined once the process has ended, also as a zombie: it then has no memory instead of 0 bytes. */
  read(): ProcessReading | undefined;
  close(): void;
}

/** CPU time of all threads of this process. */
export function ownCpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e3;
}

/** Reads this process without /proc. */
export class OwnProcessReader implements ProcessReader {
  readonly pid = process.pid;

  read(): ProcessReading {
    return {
      rssBytes: process.memoryUsage.rss(),
      sharedBytes: Number.NaN,
      cpuNs: ownCpuNs(),
    };
  }

  close(): void {}
}
