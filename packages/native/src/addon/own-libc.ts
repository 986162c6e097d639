/** A C library of Linux that binaries are made for. */
export type Libc = 'gnu' | 'musl';

/** Makes diagnostic reports, as `process.report` does. */
export interface Reporter {
  getReport(): unknown;
}

/** Without it, a report looks up the name of every connected address. The types of Node 20 lack it. */
const EXCLUDES_NETWORK = 'excludeNetwork';

let own: Libc | undefined;

/**
 * The C library that this process runs with. The program's file would not do: a patched program keeps the path of its loader
 * elsewhere, and where the loader was started by hand, the program is the loader.
 */
export function ownLibc(): Libc {
  own ??= libcOf(process.report);
  return own;
}

/**
 * The C library by the report of a process, which has the version of glibc where Node runs with it.
 * @param reporter undefined in Deno, which exists for glibc only
 */
export function libcOf(reporter: Reporter | undefined): Libc {
  if (reporter === undefined) return 'gnu';
  const before: unknown = Reflect.get(reporter, EXCLUDES_NETWORK);
  Reflect.set(reporter, EXCLUDES_NETWORK, true);
  try {
    return hasGlibc(reporter.getReport()) ? 'gnu' : 'musl';
  } finally {
    Reflect.set(reporter, EXCLUDES_NETWORK, before);
  }
}

function hasGlibc(report: unknown): boolean {
  const header =
    typeof report === 'object' && report !== null && 'header' in report && report.header;
  return typeof header === 'object' && header !== null && 'glibcVersionRuntime' in header;
}
