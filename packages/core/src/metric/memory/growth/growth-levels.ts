import { GROWTH_PARTS } from '../../../stats/growth-test.ts';
import { quantileOfSorted, sortAscending } from '../../../stats/quantile.ts';
import { countBelow } from '../../../stats/sorted-search.ts';
import type { MemorySeries } from '../resident-memory.ts';
import { isWithin, type Span } from '../../measure/windows.ts';
import type { WorkDone } from './work-done.ts';

/** Fewer requests make parts too small to show a trend: four in each. */
export const LEAST_REQUESTS = 4 * GROWTH_PARTS;

/** Number of blocks of requests that levels are read from; a part has several. */
const BLOCKS = 4 * GROWTH_PARTS;

/** The quantile of a block that memory returns to: requests in flight and garbage come on top of it. */
const FLOOR = 0.1;

/** Maximum number of samples read from a block, evenly spaced. */
const MOST_SAMPLES = 512;

/** Memory in parts of equal work, joined over the windows of a phase. */
export interface GrowthLevels {
  /** Requests in the windows. */
  readonly requests: number;
  /** Work in the windows. */
  readonly work: number;
  /** The level that memory returns to in each part, bytes above the first block. */
  readonly levels: Float64Array;
  /** Median of the levels plus the first block, bytes. */
  readonly typicalBytes: number;
}

interface Block {
  /** Work done in the windows up to the middle of the block. */
  at: number;
  bytes: number;
}

/**
 * Reads the level of memory in {@link GROWTH_PARTS} parts of equal work. Windows are joined without the change of memory between
 * them: contexts that open there, or threads that start, are no growth.
 * @returns undefined with fewer than {@link LEAST_REQUESTS} requests, or parts in which none ended
 */
export function growthLevels(
  windows: readonly Span[],
  done: WorkDone,
  memory: MemorySeries,
): GrowthLevels | undefined {
  const within = windows.map((window) => endsWithin(window, done));
  const requests = within.reduce((sum, indexes) => sum + indexes.length, 0);
  if (requests < LEAST_REQUESTS || memory.bytes.length === 0) return undefined;
  const size = Math.max(1, Math.floor(requests / BLOCKS));
  const joined: Block[] = [];
  let raised = 0;
  let work = 0;
  let firstBytes = Number.NaN;
  for (const [index, window] of windows.entries()) {
    const blocks = blocksOf(window, within[index] ?? [], { done, memory, size });
    const [first] = blocks;
    if (first === undefined) continue;
    if (Number.isNaN(firstBytes)) firstBytes = first.bytes;
    const shift = { at: work - first.at, bytes: raised - first.bytes };
    joined.push(
      ...blocks.map(({ at, bytes }) => ({ at: at + shift.at, bytes: bytes + shift.bytes })),
    );
    work = joined.at(-1)?.at ?? work;
    raised = joined.at(-1)?.bytes ?? raised;
  }
  const levels = levelsOf(joined, work);
  if (levels === undefined) return undefined;
  const typicalBytes = firstBytes + quantileOfSorted(sortAscending(levels), 0.5);
  return { requests, work, levels, typicalBytes };
}

/** Indexes of the requests that ended within a window. */
function endsWithin(window: Span, { endNs }: WorkDone): number[] {
  const indexes: number[] = [];
  for (const [index, atNs] of endNs.entries()) if (isWithin(window, atNs)) indexes.push(index);
  return indexes;
}

function blocksOf(
  window: Span,
  indexes: readonly number[],
  { done, memory, size }: { done: WorkDone; memory: MemorySeries; size: number },
): Block[] {
  const blocks: Block[] = [];
  let work = 0;
  let fromNs = window.beganNs;
  for (let first = 0; first + size <= indexes.length; first += size) {
    let added = 0;
    for (const index of indexes.slice(first, first + size)) added += done.work[index] ?? Number.NaN;
    const toNs = done.endNs[indexes[first + size - 1] ?? 0] ?? fromNs;
    const bytes = floorBetween(memory, fromNs, toNs);
    work += added;
    fromNs = toNs;
    if (!Number.isNaN(bytes)) blocks.push({ at: work - added / 2, bytes });
  }
  return blocks;
}

/** The level that memory returns to between two timestamps; the last sample before them where none lies between. */
function floorBetween({ timeNs, bytes }: MemorySeries, fromNs: number, toNs: number): number {
  const from = countBelow(timeNs, fromNs);
  const to = countBelow(timeNs, toNs);
  if (to <= from) return bytes[from - 1] ?? Number.NaN;
  const step = Math.max(1, (to - from) / MOST_SAMPLES);
  const count = Math.floor((to - from - 1) / step) + 1;
  const read = Float64Array.from(
    { length: count },
    (_, index) => bytes[from + Math.floor(index * step)] ?? Number.NaN,
  );
  return quantileOfSorted(sortAscending(read), FLOOR);
}

/** The mean of the blocks in each part; undefined where a part has none. */
function levelsOf(blocks: readonly Block[], work: number): Float64Array | undefined {
  const sums = new Float64Array(GROWTH_PARTS);
  const counts = new Float64Array(GROWTH_PARTS);
  for (const { at, bytes } of blocks) {
    const part = Math.min(GROWTH_PARTS - 1, Math.floor((at / work) * GROWTH_PARTS));
    sums[part] = (sums[part] ?? 0) + bytes;
    counts[part] = (counts[part] ?? 0) + 1;
  }
  if (counts.includes(0)) return undefined;
  return sums.map((sum, part) => sum / (counts[part] ?? Number.NaN));
}
