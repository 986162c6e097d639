import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const O_CLOEXEC = 0o2000000;
const O_NONBLOCK = 0o4000;
const O_ACCMODE = 0o3;

/** A descriptor of this process. */
export interface OpenFile {
  readonly descriptor: number;
  /** The kernel's name of its target, such as `pipe:[1234]`. */
  readonly target: string;
  /** `open` flags, as in /proc. */
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
      // The descriptor of the directory listing, closed by now.
      return [];
    }
  });
}

/** 0 for read, 1 for write, 2 for both. */
function accessOf({ flags }: OpenFile): number {
  return flags & O_ACCMODE;
}

/** The files of an event loop. An inherited one without close-on-exec is not Node's. */
function isOfEventLoop(file: OpenFile): boolean {
  return (
    isClosedOnExec(file) && /^anon_inode:\[(?:eventpoll|eventfd|io_uring)\]$/.test(file.target)
  );
}

function isClosedOnExec({ flags }: OpenFile): boolean {
  return (flags & O_CLOEXEC) !== 0;
}

/** Pipes with both ends in this process: Node's own wake-up pipes, and those a job server passes to its programs. */
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

/** The whole pipes that belong to Node: all nonblocking ones, and the newest of the blocking ones. */
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
 * Descriptors from 3 up that this process inherited and still has, such as those of a job server. Node closes none of
 * them, but keeps them from programs it starts: it marks those up to 15, and those above without a gap, as
 * close-on-exec, like all that it opens. Its event loops come first and take the lowest free numbers, so Node opened
 * any higher close-on-exec descriptor later: a terminal, or /dev/null. Call this before opening files.
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
