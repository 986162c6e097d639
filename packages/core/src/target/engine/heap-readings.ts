import type { SurveyValue } from '../../stream/rows/survey-stream.ts';

/** Survey columns that a heap reading of the engine process fills, in its order. */
const HEAP_COLUMNS = ['v8.heapUsedBytes', 'v8.heapTotalBytes', 'v8.externalBytes'] as const;

/** Numbers per reading: its CLOCK_MONOTONIC timestamp and a value for each column. */
export const HEAP_READING_LENGTH = 1 + HEAP_COLUMNS.length;

/** Consecutive heap readings of an engine process as rows of the survey. */
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
