import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const O_CLOEXEC = 0o2000000;
const O_NONBLOCK = 0o4000;
const O_ACCMODE = 0o3;

/** A descriptor of this process. */
export interface OpenFile {
  readonly descriptor: number;
  /** As the kernel names what it stands for, such as `pipe:[1234]`. */
  readonly target: string;
  /** Of `open`, as /proc tells them. */
  readonly flags: number;
}

function readOpenFiles(): OpenFile[] {
  return readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${name}`);
      const info = readFileSync(`/proc/self/fdinfo/${name}`, 'utf8');
      const flags = Number.parseInt(/^flags:\s*(\d+)$/m.exec(info)?.[1] ?? '0', 8);
      return [{ descriptor: Number(name), target, flags }];
    } catch {
      // The listing's own, closed by now.
      return [];
    }
  });
}

/** 0 to read, 1 to write, 2 for both. */
function accessOf({ flags }: OpenFile): number {
  return flags & O_ACCMODE;
}

/** What event loops are made of. An inherited one is none of Node's where it is not closed on exec. */
function isOfEventLoop(file: OpenFile): boolean {
  return (
    isClosedOnExec(file) && /^anon_inode:\[(?:eventpoll|eventfd|io_uring)\]$/.test(file.target)
  );
}

function isClosedOnExec({ flags }: OpenFile): boolean {
  return (flags & O_CLOEXEC) !== 0;
}

/** Pipes of which both ends are here: what Node wakes itself with, and what a job server gives to all of its programs. */
function wholePipes(files: readonly OpenFile[]): OpenFile[][] {
  const ends = new Map<string, OpenFile[]>();
  for (const file of files) {
    if (!file.target.startsWith('pipe:') || !isClosedOnExec(file)) continue;
    ends.set(file.target, [...(ends.get(file.target) ?? []), file]);
  }
  return [...ends.values()].filter(
    (pair) => pair.length === 2 && new Set(pair.map((file) => accessOf(file))).size === 2,
  );
}

/** Of whole pipes, those of Node: all that never block, and the newest of those that do. */
function ownPipes(files: readonly OpenFile[]): OpenFile[] {
  const whole = wholePipes(files);
  const count = (ends: readonly OpenFile[]): number =>
    ends.filter(({ flags }) => (flags & O_NONBLOCK) !== 0).length;
  const blocking = whole
    .filter((ends) => count(ends) === 0)
    .toSorted(([a], [b]) => (a?.descriptor ?? 0) - (b?.descriptor ?? 0));
  return [...whole.filter((ends) => count(ends) === 2), ...blocking.slice(-1)].flat();
}

/**
 * Descriptors from 3 on that this process was started with and still has, such as those of a job server. Node closes none of
 * them, but keeps them from programs that it starts: it marks those up to 15, and those above that follow without a gap, as
 * closed on exec, like all that it opens. Its event loops come first and take the lowest numbers that are free, so what
 * is closed on exec above them was opened by Node later: a terminal, or /dev/null. To be asked before files are opened.
 */
export function inheritedDescriptors(all: readonly OpenFile[] = readOpenFiles()): number[] {
  const loops = new Set([...all.filter((file) => isOfEventLoop(file)), ...ownPipes(all)]);
  const lastOfLoops = Math.max(2, ...[...loops].map(({ descriptor }) => descriptor));
  return all
    .filter((file) => file.descriptor > 2 && !loops.has(file))
    .filter((file) => !isClosedOnExec(file) || file.descriptor < lastOfLoops)
    .map(({ descriptor }) => descriptor)
    .toSorted((a, b) => a - b);
}
