import { join } from 'node:path';
import { mapped } from '../../stream/files/mapped.ts';
import { RUN_FILES } from '../../stream/files/run-directory.ts';
import { surveyBatchesOf, SurveyFileWriter } from '../../stream/files/survey-file.ts';
import type { SurveyValue } from '../../stream/rows/survey-stream.ts';
import { moveNs } from '../clock/align-parts.ts';
import type { NumberedPart } from '../part/numbered-part.ts';
import type { RowBatch } from './merge-rows.ts';
import { mergeStream, type MergedStream } from './merge-stream.ts';

/** Columns of what servers report. */
const OF_SERVERS = /^server(?:Scrape)?\./;

/** Values of one machine, moved to the clock and the numbers of the merged run. */
interface SurveyBatch extends RowBatch {
  readonly values: readonly SurveyValue[];
}

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
  const writer = new SurveyFileWriter(join(outDir, RUN_FILES.survey));
  const stream: MergedStream<SurveyBatch> = {
    name: RUN_FILES.survey,
    batches: (part, file, memory) =>
      mapped(surveyBatchesOf(file, memory), (values) =>
        moved(part, values, withServers.has(part.machine)),
      ),
    take: ({ values }, from, to) => writer.append(values, from, to),
    writer,
  };
  await mergeStream(parts, stream, signal);
}

function moved(part: NumberedPart, read: readonly SurveyValue[], hasServers: boolean): SurveyBatch {
  const { pid, source } = part.numbers;
  const values = read
    .filter(({ column }) => hasServers || !OF_SERVERS.test(column))
    .map((one) => ({
      ...one,
      timeNs: one.timeNs + moveNs(part, one.timeNs),
      pid: pid(one.pid),
      source: source(one.column, one.source),
    }));
  return { values, timeNs: Float64Array.from(values, ({ timeNs }) => timeNs) };
}
