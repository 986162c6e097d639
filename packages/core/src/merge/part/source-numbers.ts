/** Numbers of processes, devices and endpoints of a machine, kept apart from those of other machines. */
export interface SourceNumbers {
  readonly pid: (pid: number) => number;
  /** Source of a column of the survey. */
  readonly source: (column: string, source: number) => number;
  readonly endpoint: (endpoint: number) => number;
  readonly series: (series: number) => number;
  readonly device: (device: number) => number;
}

/** How many numbers of each kind the machines before it use. */
export interface NumbersInUse {
  readonly machines: number;
  readonly endpoints: number;
  readonly series: number;
  readonly devices: number;
}

/** More than a machine has: the kernel numbers processes below this. */
const PIDS = 2 ** 22;

/** More sources of other columns than a machine has: its pressures, and its cgroups with those it was moved to. */
const SOURCES = 1024;

/** Most machines with processes: a pid has 31 bits. */
export const MOST_SAMPLED = 2 ** 9;

/** The numbers of a machine. Those of the first machine stay as they are. */
export function sourceNumbers(before: NumbersInUse): SourceNumbers {
  const endpoint = (number: number): number => number + before.endpoints;
  const series = (number: number): number => number + before.series;
  const device = (number: number): number => number + before.devices;
  return {
    // 0 stands for no process.
    pid: (pid) => (pid === 0 ? 0 : pid + before.machines * PIDS),
    source: (column, source) => {
      if (column.startsWith('serverScrape.')) return endpoint(source);
      if (column.startsWith('server.')) return series(source);
      if (column.startsWith('gpu')) return device(source);
      return source + before.machines * SOURCES;
    },
    endpoint,
    series,
    device,
  };
}
