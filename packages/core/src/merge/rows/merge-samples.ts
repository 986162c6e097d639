import { join } from 'node:path';
import type { SampleColumns } from '../../stream/columns/sample-columns.ts';
import { PieceMemory } from '../../stream/files/arrow-pieces.ts';
import { RUN_FILES } from '../../stream/files/run-directory.ts';
import { sampleBatchesOf, SamplesFileWriter } from '../../stream/files/samples-file.ts';
import { moveNs } from '../clock/align-parts.ts';
import type { NumberedPart } from '../part/numbered-part.ts';
import { nextTurn, ROWS_PER_STEP } from './next-turn.ts';
import { mergedBlocks, type RowBatch } from './row-blocks.ts';
import { withArrowFiles } from './with-arrow-files.ts';

/** Merges the samples of all machines in order of time, with pids that differ between machines. */
export async function mergeSamples(
  parts: readonly NumberedPart[],
  outDir: string,
  signal: AbortSignal,
): Promise<void> {
  const writer = new SamplesFileWriter(join(outDir, RUN_FILES.samples));
  try {
    await withArrowFiles(
      parts.map(({ path }) => join(path, RUN_FILES.samples)),
      async (files) => {
        const memory = new PieceMemory(files.length);
        const machines = files.flatMap((file, index) => {
          const part = parts[index];
          return part === undefined ? [] : [batchesOf(part, sampleBatchesOf(file, memory))];
        });
        let rows = 0;
        for (const block of mergedBlocks(machines)) {
          writer.append(block);
          rows += block.count;
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

function* batchesOf(
  part: NumberedPart,
  batches: Iterable<SampleColumns>,
): Generator<RowBatch<SampleColumns>> {
  for (const batch of batches) {
    const moved = {
      ...batch,
      pid: batch.pid.map(part.numbers.pid),
      timeNs: batch.timeNs.map((atNs) => atNs + moveNs(part, atNs)),
    };
    yield {
      count: moved.count,
      timeNs: (row) => moved.timeNs[row] ?? Infinity,
      slice: (from, to) => rowsBetween(moved, from, to),
    };
  }
}

function rowsBetween(samples: SampleColumns, from: number, to: number): SampleColumns {
  return {
    count: to - from,
    pid: samples.pid.subarray(from, to),
    timeNs: samples.timeNs.subarray(from, to),
    latenessNs: samples.latenessNs.subarray(from, to),
    rssBytes: samples.rssBytes.subarray(from, to),
    sharedBytes: samples.sharedBytes.subarray(from, to),
    cpuNs: samples.cpuNs.subarray(from, to),
    heapUsedBytes: samples.heapUsedBytes.subarray(from, to),
  };
}
