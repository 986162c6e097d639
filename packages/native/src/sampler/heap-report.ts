import { getHeapStatistics } from 'node:v8';
import * as z from 'zod';
import { ColumnTotalsSchema, type ColumnTotals } from '../record/column-totals.ts';

/** Report of the JavaScript heap of the thread that created the sampler. */
export interface HeapReport {
  /** `v8`: read by V8 at each tick while JavaScript runs, and around each garbage collection. */
  readonly source: 'v8' | 'timer';
  /** Why a timer supplies the values; empty when V8 does. */
  readonly timerBecause: string;
  readonly usedBytes: ColumnTotals;
  readonly totalBytes: ColumnTotals;
  readonly limitBytes: ColumnTotals;
  /** Array buffers and other memory that JavaScript holds outside its heap. */
  readonly externalBytes: ColumnTotals;
  readonly mallocedBytes: ColumnTotals;
}

const AddonHeapSchema = z.object({
  timerBecause: z.string(),
  columns: z.tuple([
    ColumnTotalsSchema,
    ColumnTotalsSchema,
    ColumnTotalsSchema,
    ColumnTotalsSchema,
    ColumnTotalsSchema,
  ]),
});

/** Current values of the heap, in the addon's order. */
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

/** Parses the addon's heap report. @throws {z.ZodError} when it is malformed */
export function parseHeap(value: unknown): HeapReport | undefined {
  const heap = AddonHeapSchema.nullable().parse(value);
  if (heap === null) return undefined;
  const [usedBytes, totalBytes, limitBytes, externalBytes, mallocedBytes] = heap.columns;
  return {
    source: heap.timerBecause === '' ? 'v8' : 'timer',
    timerBecause: heap.timerBecause,
    usedBytes,
    totalBytes,
    limitBytes,
    externalBytes,
    mallocedBytes,
  };
}
