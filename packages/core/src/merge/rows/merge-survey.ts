import { join } from 'node:path';
import { RUN_FILES } from '../../stream/files/run-directory.ts';
import { surveyBatchesOf, SurveyFileWriter } from '../../stream/files/survey-file.ts';
import type { SurveyValue } from '../../stream/rows/survey-stream.ts';
import { moveNs } from '../clock/align-parts.ts';
import type { NumberedPart } from '../part/numbered-part.ts';
import { mergeBlocks, type BlockStream } from './merge-blocks.ts';
import type { RowBatch } from './row-blocks.ts';

/** Columns of what servers report. */
const OF_SERVERS = /^server(?:Scrape)?\./;

/**
 * Merges the surveys of all machines in order of time, with sources that differ between machines.
 * @param withServers machines whose readings of server metrics are kept
 */
export async function mergeSurvey(
  parts: readonly NumberedPart[],
  withServers: ReadonlySet<string>,
  outDir: string,
  signal: AbortSignal,
): Promise<void> {
  const stream = {
    name: RUN_FILES.survey,
    batches: (part, file, memory) =>
      batchesOf(part, surveyBatchesOf(file, memory), withServers.has(part.machine)),
    rowsOf: ({ length }) => length,
    writer: new SurveyFileWriter(join(outDir, RUN_FILES.survey)),
  } satisfies BlockStream<SurveyValue[]>;
  await mergeBlocks(parts, stream, signal);
}

function* batchesOf(
  part: NumberedPart,
  batches: Iterable<SurveyValue[]>,
  hasServers: boolean,
): Generator<RowBatch<SurveyValue[]>> {
  const { pid, source } = part.numbers;
  for (const batch of batches) {
    const values = batch
      .filter(({ column }) => hasServers || !OF_SERVERS.test(column))
      .map((one) => ({
        ...one,
        timeNs: one.timeNs + moveNs(part, one.timeNs),
        pid: pid(one.pid),
        source: source(one.column, one.source),
      }));
    yield {
      count: values.length,
      timeNs: (row) => values[row]?.timeNs ?? Infinity,
      slice: (from, to) => values.slice(from, to),
    };
  }
}
