import { COLUMN_SETS } from '@loadcell/native';
import type { SurveyValue } from '../stream/rows/survey-stream.ts';

/** Rows of one set of columns, as the native part returns them. */
interface Rows {
  readonly timeNs: Float64Array;
  readonly pid: Int32Array;
  readonly source: Uint16Array;
  /** The values of a column. */
  column(name: string): Float64Array;
}

/** Rows by the name of their set. */
type RowsBySet = Readonly<Record<string, Rows>>;

function columnsOf(set: string): readonly string[] {
  return Object.entries(COLUMN_SETS).find(([name]) => name === set)?.[1].columns ?? [];
}

/** The values of all rows in chronological order. Unreadable values are absent, not zero. */
export function surveyValuesOf(batch: RowsBySet): SurveyValue[] {
  const values: SurveyValue[] = [];
  for (const [set, rows] of Object.entries(batch)) {
    for (const name of columnsOf(set)) {
      for (const [row, value] of rows.column(name).entries()) {
        if (Number.isNaN(value)) continue;
        const timeNs = rows.timeNs[row] ?? Number.NaN;
        const pid = rows.pid[row] ?? 0;
        values.push({
          timeNs,
          pid,
          source: rows.source[row] ?? 0,
          column: `${set}.${name}`,
          value,
        });
      }
    }
  }
  return values.toSorted((one, other) => one.timeNs - other.timeNs);
}
