import type { SurveyValue } from '../../stream/rows/survey-stream.ts';

/** Columns of the survey that a reading of the engine process's heap fills, in its order. */
const HEAP_COLUMNS = ['v8.heapUsedBytes', 'v8.heapTotalBytes', 'v8.externalBytes'] as const;

/** Numbers of one reading: its CLOCK_MONOTONIC stamp, and a value for each column. */
export const HEAP_READING_LENGTH = 1 + HEAP_COLUMNS.length;

/** Readings of an engine process's heap, one after the other, as rows of the survey. */
export function heapSurvey(readings: Float64Array, pid: number): SurveyValue[] {
  const values: SurveyValue[] = [];
  for (let at = 0; at < readings.length; at += HEAP_READING_LENGTH) {
    const timeNs = readings[at] ?? Number.NaN;
    for (const [index, column] of HEAP_COLUMNS.entries()) {
      const value = readings[at + 1 + index] ?? Number.NaN;
      values.push({ timeNs, pid, source: 0, column, value });
    }
  }
  return values;
}
