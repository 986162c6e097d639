import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { PieceMemory } from '../../stream/files/arrow-pieces.ts';
import type { ArrowFile } from '../../stream/files/arrow-reader.ts';
import type { NumberedPart } from '../part/numbered-part.ts';
import { mergeRows, type RowBatch, type TakeRows } from './merge-rows.ts';
import { withArrowFiles } from './with-arrow-files.ts';

/** What one file of every machine has, and the file that all of them become. */
export interface MergedStream<Batch extends RowBatch> {
  /** Name of the file in a run directory. */
  readonly name: string;
  /** Rows of a machine, with times by the clock of the merged run. */
  readonly batches: (part: NumberedPart, file: ArrowFile, memory: PieceMemory) => Iterator<Batch>;
  /** Writes rows, in order of time. */
  readonly take: TakeRows<Batch>;
  /** Closed in any case. */
  readonly writer: { drained(): Promise<void>; close(): Promise<void> };
}

/** Merges one file of all machines in order of time, a piece of each at a time. @throws the reason of an abort */
export async function mergeStream<Batch extends RowBatch>(
  parts: readonly NumberedPart[],
  { name, batches, take, writer }: MergedStream<Batch>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await withArrowFiles(
      parts.map(({ path }) => join(path, name)),
      async (files) => {
        const memory = new PieceMemory(files.length);
        const machines = files.flatMap((file, index) => {
          const part = parts[index];
          return part === undefined ? [] : [batches(part, file, memory)];
        });
        await mergeRows(machines, take, async () => {
          await writer.drained();
          // Signals have their turn.
          await setImmediate();
          signal.throwIfAborted();
        });
      },
    );
  } finally {
    await writer.close();
  }
}
