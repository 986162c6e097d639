import { join } from 'node:path';
import type { SampleColumns } from '../../stream/columns/sample-columns.ts';
import { RUN_FILES } from '../../stream/files/run-directory.ts';
import { sampleBatchesOf, SamplesFileWriter } from '../../stream/files/samples-file.ts';
import { moveNs } from '../clock/align-parts.ts';
import type { NumberedPart } from '../part/numbered-part.ts';
import { mergeBlocks, type BlockStream } from './merge-blocks.ts';
import type { RowBatch } from './row-blocks.ts';

/** Merges the samples of all machines in order of time, with pids that differ between machines. */
export async function mergeSamples(
  parts: readonly NumberedPart[],
  outDir: string,
  signal: AbortSignal,
): Promise<void> {
  const stream = {
    name: RUN_FILES.samples,
    batches: (part, file, memory) => batchesOf(part, sampleBatchesOf(file, memory)),
    rowsOf: ({ count }) => count,
    writer: new SamplesFileWriter(join(outDir, RUN_FILES.samples)),
  } satisfies BlockStream<SampleColumns>;
  await mergeBlocks(parts, stream, signal);
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
