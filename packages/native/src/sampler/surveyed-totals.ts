import * as z from 'zod';
import { COLUMN_SETS, type ColumnOf, type ColumnSetName } from '../record/column-sets.ts';
import { ColumnTotalsSchema, NOTHING_READ, type ColumnTotals } from '../record/column-totals.ts';

export const AddonSurveyedSchema = z.array(
  z.object({ kind: z.number(), source: z.number(), columns: z.array(ColumnTotalsSchema) }),
);

/** Totals of a survey, by set and column. */
export class SurveyedTotals {
  readonly #kinds: z.output<typeof AddonSurveyedSchema>;

  constructor(kinds: z.output<typeof AddonSurveyedSchema>) {
    this.#kinds = kinds;
  }

  /**
   * Totals of one column; without readings when the survey does not or cannot read it.
   * @param source which of several instances: a device, the machine or a cgroup
   */
  column<Name extends ColumnSetName>(set: Name, column: ColumnOf<Name>, source = 0): ColumnTotals {
    const { kind, columns } = COLUMN_SETS[set];
    const found = this.#kinds.find((totals) => totals.kind === kind && totals.source === source);
    return found?.columns[columns.findIndex((name) => name === column)] ?? NOTHING_READ;
  }
}
