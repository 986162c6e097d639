import * as z from 'zod';

/** Rows with the same remark: the reason why they are left out, or a warning. */
export interface RemarkedRows {
  /** Of the first of them. */
  readonly reason: string;
  readonly count: number;
  /** Lines of the file, or entries of its array, from 1: the first few. */
  readonly lines: readonly number[];
}

export const RemarkedRowsSchema: z.ZodType<RemarkedRows, RemarkedRows> = z.object({
  reason: z.string(),
  count: z.int().positive(),
  lines: z.array(z.number()),
});

/** Lines named for each reason. */
const LINES = 5;

/** Different reasons kept; a damaged file may have one for each row. */
const REASONS = 100;

/** Reasons past the bound. */
const OTHER = 'other reasons';

/** Values within a reason: rows that differ in these have the same reason. */
const VALUES = /"(?:[^"\\]|\\.)*"|-?\d+(?:[.,]\d+)*/gu;

/** Counts rows by reason, in bounded memory. */
export class RemarkCounts {
  readonly #rows = new Map<string, { reason: string; count: number; lines: number[] }>();

  add(line: number, reason: string): void {
    const key = reason.replaceAll(VALUES, '…');
    const isKept = this.#rows.has(key) || this.#rows.size < REASONS;
    const kept = isKept ? key : OTHER;
    const rows = this.#rows.get(kept) ?? { reason: isKept ? reason : OTHER, count: 0, lines: [] };
    this.#rows.set(kept, rows);
    rows.count += 1;
    if (rows.lines.length < LINES) rows.lines.push(line);
  }

  /** The most frequent first. */
  list(): RemarkedRows[] {
    return [...this.#rows.values()].toSorted((one, other) => other.count - one.count);
  }
}
