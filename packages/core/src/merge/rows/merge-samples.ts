import { join } from 'node:path';
import type { SampleColumns } from '../../stream/columns/sample-columns.ts';
import { mapped } from '../../stream/files/mapped.ts';
import { RUN_FILES } from '../../stream/files/run-directory.ts';
import { sampleBatchesOf, SamplesFileWriter } from '../../stream/files/samples-file.ts';
import { moveNs } from '../clock/align-parts.ts';
import type { NumberedPart } from '../part/numbered-part.ts';
import { mergeStream, type MergedStream } from './merge-stream.ts';

/** Merges the samples of all machines in order of time, with pids that differ between machines. */
export async function mergeSamples(
  parts: readonly NumberedPart[],
  outDir: string,
  signal: AbortSignal,
): Promise<void> {
  const writer = new SamplesFileWriter(join(outDir, RUN_FILES.samples));
  const stream: MergedStream<SampleColumns> = {
    name: RUN_FILES.samples,
    batches: (part, file, memory) =>
      mapped(sampleBatchesOf(file, memory), (samples) => moved(part, samples)),
    take: (samples, from, to) => writer.append(samples, from, to),
    writer,
  };
  await mergeStream(parts, stream, signal);
}

function moved(part: NumberedPart, samples: SampleColumns): SampleColumns {
  return {
    ...samples,
    pid: samples.pid.map(part.numbers.pid),
    timeNs: samples.timeNs.map((atNs) => atNs + moveNs(part, atNs)),
  };
}
