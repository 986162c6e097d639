import { getHeapStatistics } from 'node:v8';
import * as z from 'zod';
import { ColumnTotalsSchema, type ColumnTotals } from '../record/column-totals.ts';

/** What is known of the JavaScript heap of the thread that made the sampler. */
export interface HeapReport {
  /** `v8`: by V8 itself, at each tick while JavaScript runs and around each garbage collection. */
  readonly source: 'v8' | 'timer';
  /** Why a timer tells the figures; empty where V8 does. */
  readonly timerBecause: string;
  readonly usedBytes: ColumnTotals;
  readonly totalBytes: ColumnTotals;
  readonly limitBytes: ColumnTotals;
  /** Of array buffers and other things that JavaScript holds outside its heap. */
  readonly externalBytes: ColumnTotals;
  readonly mallocedBytes: ColumnTotals;
}

const AddonHeapSchema = z.object({
  toldBecause: z.string(),
  columns: z.tuple([
    ColumnTotalsSchema,
    ColumnTotalsSchema,
    ColumnTotalsSchema,
    ColumnTotalsSchema,
    ColumnTotalsSchema,
  ]),
});

/** The figures of the heap now, in the order in which the addon has them. */
export function readHeap(): readonly number[] {
  const heap = getHeapStatistics();
  return [
    heap.used_heap_size,
    heap.total_heap_size,
    heap.heap_size_limit,
    heap.external_memory,
    heap.malloced_memory,
  ];
}

/** Reads what the addon tells. @throws {z.ZodError} when it is not what this package knows */
export function parseHeap(value: unknown): HeapReport | undefined {
  const heap = AddonHeapSchema.nullable().parse(value);
  if (heap === null) return undefined;
  const [usedBytes, totalBytes, limitBytes, externalBytes, mallocedBytes] = heap.columns;
  return {
    source: heap.toldBecause === '' ? 'v8' : 'timer',
    timerBecause: heap.toldBecause,
    usedBytes,
    totalBytes,
    limitBytes,
    externalBytes,
    mallocedBytes,
  };
}
