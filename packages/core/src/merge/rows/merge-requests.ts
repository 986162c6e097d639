import { join } from 'node:path';
import { mapped } from '../../stream/files/mapped.ts';
import { requestBatchesOf, RequestsFileWriter } from '../../stream/files/requests-file.ts';
import { RUN_FILES } from '../../stream/files/run-directory.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { moveNs, type AlignedPart } from '../clock/align-parts.ts';
import type { NumberedPart } from '../part/numbered-part.ts';
import type { RowBatch } from './merge-rows.ts';
import { mergeStream, type MergedStream } from './merge-stream.ts';
import { moveRequest, sendNs } from './move-request.ts';

/** How requests are merged. */
export interface RequestMerge {
  /** Directory of the merged run. */
  readonly outDir: string;
  /** Called with each merged request. */
  readonly onRequest: (row: RequestRow) => void;
  readonly signal: AbortSignal;
}

/** Requests of one machine as it recorded them, in order of their ends by the clock of the merged run. */
interface RequestBatch extends RowBatch {
  readonly part: AlignedPart;
  readonly rows: readonly RequestRow[];
}

/**
 * Merges the requests of all machines in order of their ends, as in a run alone. Ids count from 1 in that order.
 * @returns number of requests
 */
export async function mergeRequests(
  parts: readonly NumberedPart[],
  { outDir, onRequest, signal }: RequestMerge,
): Promise<number> {
  const writer = new RequestsFileWriter(join(outDir, RUN_FILES.requests));
  let count = 0;
  const stream: MergedStream<RequestBatch> = {
    name: RUN_FILES.requests,
    batches: (part, file, memory) =>
      mapped(requestBatchesOf(join(part.path, RUN_FILES.requests), file, memory), timed(part)),
    take: ({ part, rows }, from, to) => {
      for (let place = from; place < to; place += 1) {
        const row = rows[place];
        if (row === undefined) return;
        count += 1;
        const byNs = moveNs(part, sendNs(row));
        const merged = moveRequest(row, { byNs, id: count, machine: part.machine });
        writer.append(merged);
        onRequest(merged);
      }
    },
    writer,
  };
  await mergeStream(parts, stream, signal);
  return count;
}

/** Gives rows their times, which go on from one batch to the next. */
function timed(part: AlignedPart): (rows: readonly RequestRow[]) => RequestBatch {
  let lastNs = Number.NEGATIVE_INFINITY;
  return (rows) => {
    const timeNs = Float64Array.from(rows, (row) => {
      // Rows are written as requests end, so that is their order. One without an end follows the row before it.
      if (!Number.isNaN(row.endNs)) lastNs = row.endNs + moveNs(part, sendNs(row));
      return lastNs;
    });
    return { part, rows, timeNs };
  };
}
