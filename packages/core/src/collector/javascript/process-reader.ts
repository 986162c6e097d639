/** What is read of a process at a tick; what the system does not tell is `NaN`. */
export interface ProcessReading {
  readonly rssBytes: number;
  readonly sharedBytes: number;
  readonly cpuNs: number;
}

/** Reads one process again and again. */
export interface ProcessReader {
  readonly pid: number;
  /** Undefined once the process has ended, be it as a zombie: it has no memory then, and not 0 bytes. */
  read(): ProcessReading | undefined;
  close(): void;
}

/** CPU time of all threads of this process. */
export function ownCpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e3;
}

/** Reads this process where there is no /proc. */
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
