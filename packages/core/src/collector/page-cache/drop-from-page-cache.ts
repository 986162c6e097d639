import { dropFile, type DroppedFile } from './drop-file.ts';
import { findMappingProcesses, type MappingProcess } from './mapping-processes.ts';

/** A start is not cold if at least this share of the bytes stayed. */
const WARM_SHARE = 0.01;

/** A file that stayed in memory in part, or may have. */
export interface UndroppableFile {
  readonly path: string;
  /** Bytes that stayed; `NaN` if unknown. */
  readonly bytes: number;
  /** Why, as the end of a sentence about the file, such as `is mapped by process 7 (python3)`. */
  readonly reason: string;
}

/** Result of dropping files from the page cache. */
export interface PageCacheDrop {
  /** The files that exist. */
  readonly files: readonly string[];
  /** In memory or not; `NaN` if the size of a file is unknown. */
  readonly sizeBytes: number;
  /** In memory; `NaN` if unknown for a file. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** Unknown ones first, then by bytes that stayed. */
  readonly undroppable: readonly UndroppableFile[];
  /** Whether less than 1% of the bytes stayed: a start reads the rest from disk. */
  readonly isCold: boolean;
  /** Why it is not cold, as a sentence without its period. Contains a path: escape it. Absent if it is cold. */
  readonly reason?: string;
}

/**
 * Writes the dirty pages of files, drops the files from the page cache, and checks what stayed: pages that a process
 * maps, files that exist only in memory (tmpfs), and what is not visible. Skips files that do not exist. Dropping needs
 * only read permission; checking needs ownership or write permission, except from Linux 6.5 to 6.13.
 * @param procRoot where processes are looked up; tests use another folder
 * @throws {NativeLoadError} when the addon cannot be loaded
 */
export async function dropFromPageCache(
  files: readonly string[],
  procRoot = '/proc',
): Promise<PageCacheDrop> {
  const dropped: DroppedFile[] = [];
  for (const path of new Set(files)) {
    const file = await dropFile(path);
    if (file !== undefined) dropped.push(file);
  }
  const stayed = dropped.filter(({ bytesAfter }) => bytesAfter !== 0);
  const unexplained = stayed.filter(({ reason }) => reason === '').map(({ path }) => path);
  const mappers = await findMappingProcesses(unexplained, procRoot);
  const undroppable = stayed
    .map((file) => ({
      path: file.path,
      bytes: file.bytesAfter,
      reason: file.reason === '' ? describe(mappers.get(file.path)) : file.reason,
    }))
    .toSorted((one, other) => compareUnknownFirst(one.bytes, other.bytes));
  const reason = whyWarm(dropped, undroppable);
  return {
    files: dropped.map(({ path }) => path),
    sizeBytes: sum(dropped.map(({ sizeBytes }) => sizeBytes)),
    bytesBefore: sum(dropped.map(({ bytesBefore }) => bytesBefore)),
    bytesAfter: sum(dropped.map(({ bytesAfter }) => bytesAfter)),
    undroppable,
    isCold: reason === undefined,
    ...(reason === undefined ? {} : { reason }),
  };
}

function describe(mapper: MappingProcess | undefined): string {
  return mapper === undefined
    ? 'was read again, or is mapped by a process that is not visible'
    : `is mapped by process ${mapper.pid} (${mapper.name})`;
}

/** @returns undefined if a start is cold */
function whyWarm(
  dropped: readonly DroppedFile[],
  undroppable: readonly UndroppableFile[],
): string | undefined {
  // Unknown bytes may all be in memory; a file of unknown size may have any size.
  const most = sum(
    dropped.map(({ bytesAfter, sizeBytes }) => orElse(bytesAfter, orElse(sizeBytes, Infinity))),
  );
  const total = sum(dropped.map(({ sizeBytes }) => orElse(sizeBytes, 0)));
  if (most < WARM_SHARE * total) return undefined;
  const [first, ...others] = undroppable;
  if (first === undefined) return 'there is no file to drop from memory';
  const count = others.length;
  const more = count === 0 ? '' : `; ${count} more file${count === 1 ? '' : 's'}`;
  const what = Number.isNaN(first.bytes)
    ? 'resident bytes unknown'
    : `${((100 * most) / total).toFixed(1)}% of the bytes stay in memory`;
  return `${what}: ${first.path} ${first.reason}${more}`;
}

function compareUnknownFirst(one: number, other: number): number {
  const [first, second] = [orElse(one, Infinity), orElse(other, Infinity)];
  return first === second ? 0 : second - first;
}

function orElse(value: number, instead: number): number {
  return Number.isNaN(value) ? instead : value;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
