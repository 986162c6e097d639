import { join } from 'node:path';
import { PieceMemory } from '../../stream/files/arrow-pieces.ts';
import type { ArrowFile } from '../../stream/files/arrow-reader.ts';
import type { NumberedPart } from '../part/numbered-part.ts';
import { nextTurn, ROWS_PER_STEP } from './next-turn.ts';
import { mergedBlocks, type RowBatch } from './row-blocks.ts';
import { withArrowFiles } from './with-arrow-files.ts';

/** What one file of every machine has, and the file that all of them become. */
export interface BlockStream<Block> {
  /** Name of the file in a run directory. */
  readonly name: string;
  /** Rows of a machine, moved to the clock and the numbers of the merged run. */
  readonly batches: (
    part: NumberedPart,
    file: ArrowFile,
    memory: PieceMemory,
  ) => Iterator<RowBatch<Block>>;
  readonly rowsOf: (block: Block) => number;
  /** Closed in any case. */
  readonly writer: {
    append(block: Block): void;
    drained(): Promise<void>;
    close(): Promise<void>;
  };
}

/** Merges one file of all machines in order of time, block by block. @throws the reason of an abort */
export async function mergeBlocks<Block>(
  parts: readonly NumberedPart[],
  { name, batches, rowsOf, writer }: BlockStream<Block>,
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
        let rows = 0;
        for (const block of mergedBlocks(machines)) {
          writer.append(block);
          rows += rowsOf(block);
          if (rows < ROWS_PER_STEP) continue;
          rows = 0;
          await nextTurn(writer, signal);
        }
      },
    );
  } finally {
    await writer.close();
  }
}
