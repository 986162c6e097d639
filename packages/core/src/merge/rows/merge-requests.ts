import { join } from 'node:path';
import { PieceMemory } from '../../stream/files/arrow-pieces.ts';
import { requestBatchesOf, RequestsFileWriter } from '../../stream/files/requests-file.ts';
import { RUN_FILES } from '../../stream/files/run-directory.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { moveNs, type AlignedPart } from '../clock/align-parts.ts';
import { EarliestFirst, type Timed } from './earliest-first.ts';
import { moveRequest, sendNs } from './move-request.ts';
import { nextTurn, ROWS_PER_STEP } from './next-turn.ts';
import { withArrowFiles } from './with-arrow-files.ts';

/** The rows of one machine, moved to the clock of the merged run. */
class RequestSequence implements Timed {
  readonly #part: AlignedPart;
  readonly #batches: Iterator<RequestRow[]>;
  #batch: readonly RequestRow[] = [];
  #place = -1;
  #byNs = 0;
  nextNs = Number.NEGATIVE_INFINITY;

  constructor(part: AlignedPart, batches: Iterator<RequestRow[]>) {
    this.#part = part;
    this.#batches = batches;
  }

  /** Goes on to the next row. @returns false where there is none */
  advance(): boolean {
    this.#place += 1;
    while (this.#place >= this.#batch.length) {
      const next = this.#batches.next();
      if (next.done === true) return false;
      this.#batch = next.value;
      this.#place = 0;
    }
    const row = this.#batch[this.#place];
    if (row === undefined) return false;
    this.#byNs = moveNs(this.#part, sendNs(row));
    // Rows are written as requests end, so that is their order. One without an end follows the row before it.
    if (!Number.isNaN(row.endNs)) this.nextNs = row.endNs + this.#byNs;
    return true;
  }

  take(id: number): RequestRow | undefined {
    const row = this.#batch[this.#place];
    if (row === undefined) return undefined;
    return moveRequest(row, { byNs: this.#byNs, id, machine: this.#part.machine });
  }
}

/** How requests are merged. */
export interface RequestMerge {
  /** Directory of the merged run. */
  readonly outDir: string;
  /** Called with each merged request. */
  readonly onRequest: (row: RequestRow) => void;
  readonly signal: AbortSignal;
}

/**
 * Merges the requests of all machines in order of their ends, as in a run alone, row by row. Ids count from 1 in that order.
 * @returns number of requests
 */
export async function mergeRequests(
  parts: readonly AlignedPart[],
  { outDir, onRequest, signal }: RequestMerge,
): Promise<number> {
  const writer = new RequestsFileWriter(join(outDir, RUN_FILES.requests));
  try {
    return await withArrowFiles(
      parts.map(({ path }) => join(path, RUN_FILES.requests)),
      async (files) => {
        let count = 0;
        const memory = new PieceMemory(files.length);
        const sequences = new EarliestFirst<RequestSequence>();
        for (const [index, part] of parts.entries()) {
          const file = files[index];
          if (file === undefined) continue;
          const path = join(part.path, RUN_FILES.requests);
          const sequence = new RequestSequence(part, requestBatchesOf(path, file, memory));
          if (sequence.advance()) sequences.add(sequence);
        }
        for (let first = sequences.first; first !== undefined; first = sequences.first) {
          const row = first.take(count + 1);
          if (row !== undefined) {
            writer.append(row);
            onRequest(row);
            count += 1;
          }
          if (first.advance()) sequences.settle();
          else sequences.drop();
          if (count % ROWS_PER_STEP !== 0) continue;
          await nextTurn(writer, signal);
        }
        return count;
      },
    );
  } finally {
    await writer.close();
  }
}
