import { COLUMN_SETS, type ColumnOf, type ColumnSet } from '../record/column-sets.ts';
import type { RingReader } from '../record/ring-reader.ts';

/** Rows of one kind: entry `i` of each array belongs to row `i`, in time order. */
export class SurveyRows<Column extends string> {
  readonly count: number;
  /** CLOCK_MONOTONIC nanoseconds; rows of one tick share a timestamp. */
  readonly timeNs: Float64Array;
  /** The process that a row is about; 0 for none. */
  readonly pid: Int32Array;
  /** Which of several instances: a device, the machine or a cgroup. */
  readonly source: Uint16Array;
  readonly #columns: ReadonlyMap<string, Float64Array>;

  constructor(ring: RingReader, set: ColumnSet<Column>, indexes: readonly number[]) {
    this.count = indexes.length;
    this.timeNs = new Float64Array(this.count);
    this.pid = new Int32Array(this.count);
    this.source = new Uint16Array(this.count);
    this.#columns = new Map(set.columns.map((name) => [name, new Float64Array(this.count)]));
    indexes.forEach((index, row) => {
      const { word, halfWord } = ring.position(index);
      this.timeNs[row] = ring.words[word] ?? Number.NaN;
      this.pid[row] = ring.halfWords[halfWord + 4] ?? 0;
      this.source[row] = ring.sourceAt(halfWord);
      let at = word + 3;
      for (const column of this.#columns.values()) column[row] = ring.words[at++] ?? Number.NaN;
    });
  }

  /** The values of one column. */
  column(name: Column): Float64Array {
    return this.#columns.get(name) ?? new Float64Array(this.count).fill(Number.NaN);
  }
}

/** Rows of the survey since the last drain, by kind. */
export interface SurveyBatch {
  readonly processMemory: SurveyRows<ColumnOf<'processMemory'>>;
  readonly processCpu: SurveyRows<ColumnOf<'processCpu'>>;
  readonly processIo: SurveyRows<ColumnOf<'processIo'>>;
  readonly processScheduling: SurveyRows<ColumnOf<'processScheduling'>>;
  readonly cgroupMemory: SurveyRows<ColumnOf<'cgroupMemory'>>;
  readonly pressure: SurveyRows<ColumnOf<'pressure'>>;
  readonly machineMemory: SurveyRows<ColumnOf<'machineMemory'>>;
  readonly machineCpu: SurveyRows<ColumnOf<'machineCpu'>>;
  readonly tree: SurveyRows<ColumnOf<'tree'>>;
  readonly cgroupLimit: SurveyRows<ColumnOf<'cgroupLimit'>>;
  readonly memoryEvents: SurveyRows<ColumnOf<'memoryEvents'>>;
}

/** Returns the rows of one kind. */
export type RowsOf = <Column extends string>(set: ColumnSet<Column>) => SurveyRows<Column>;

/** Takes all rows from a ring of several kinds; `arrange` selects the kinds. */
export function takeRows<Batch>(ring: RingReader, arrange: (rows: RowsOf) => Batch): Batch {
  const count = ring.available();
  const indexesOfKind = new Map<number, number[]>();
  for (let index = 0; index < count; index++) {
    const kind = ring.kindAt(ring.position(index).halfWord);
    const indexes = indexesOfKind.get(kind);
    if (indexes === undefined) indexesOfKind.set(kind, [index]);
    else indexes.push(index);
  }
  const batch = arrange((set) => new SurveyRows(ring, set, indexesOfKind.get(set.kind) ?? []));
  ring.release(count);
  return batch;
}

/** Takes all rows from the survey's ring. */
export function takeSurvey(ring: RingReader): SurveyBatch {
  return takeRows(ring, (rows) => ({
    processMemory: rows(COLUMN_SETS.processMemory),
    processCpu: rows(COLUMN_SETS.processCpu),
    processIo: rows(COLUMN_SETS.processIo),
    processScheduling: rows(COLUMN_SETS.processScheduling),
    cgroupMemory: rows(COLUMN_SETS.cgroupMemory),
    pressure: rows(COLUMN_SETS.pressure),
    machineMemory: rows(COLUMN_SETS.machineMemory),
    machineCpu: rows(COLUMN_SETS.machineCpu),
    tree: rows(COLUMN_SETS.tree),
    cgroupLimit: rows(COLUMN_SETS.cgroupLimit),
    memoryEvents: rows(COLUMN_SETS.memoryEvents),
  }));
}
