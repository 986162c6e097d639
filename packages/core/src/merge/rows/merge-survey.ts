import { join } from 'node:path';
import { PieceMemory } from '../../stream/files/arrow-pieces.ts';
import { RUN_FILES } from '../../stream/files/run-directory.ts';
import { surveyBatchesOf, SurveyFileWriter } from '../../stream/files/survey-file.ts';
import type { SurveyValue } from '../../stream/rows/survey-stream.ts';
import { moveNs } from '../clock/align-parts.ts';
import type { NumberedPart } from '../part/numbered-part.ts';
import { nextTurn, ROWS_PER_STEP } from './next-turn.ts';
import { mergedBlocks, type RowBatch } from './row-blocks.ts';
import { withArrowFiles } from './with-arrow-files.ts';

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
  const writer = new SurveyFileWriter(join(outDir, RUN_FILES.survey));
  try {
    await withArrowFiles(
      parts.map(({ path }) => join(path, RUN_FILES.survey)),
      async (files) => {
        const memory = new PieceMemory(files.length);
        const machines = files.flatMap((file, index) => {
          const part = parts[index];
          if (part === undefined) return [];
          return [batchesOf(part, surveyBatchesOf(file, memory), withServers.has(part.machine))];
        });
        let rows = 0;
        for (const block of mergedBlocks(machines)) {
          writer.append(block);
          rows += block.length;
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
