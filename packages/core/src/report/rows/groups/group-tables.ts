import { DASH, formatMs, formatNumber, formatRatio } from '../../../metric/format/format-value.ts';
import type { GroupResult } from '../../../metric/group/group-result.ts';
import { GROUPINGS } from '../../../metric/group/groupings.ts';
import { neededCount } from '../../../verdict/enough-samples.ts';
import type { StageResult } from '../../results/stage-result.ts';
import { rankedValue } from '../stage/ranked-value.ts';

/** The figures of the groups of a stage by one property, as text. */
export interface GroupTable {
  /** The property, such as `model`. */
  readonly by: string;
  /** The first column is the name of the group. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A column: its heading, its cell, and its rank where a table is too wide: the highest goes first. */
interface Column {
  readonly title: string;
  readonly rank: number;
  readonly cell: (group: GroupResult) => string;
}

const COLUMNS: readonly Column[] = [
  { title: 'requests', rank: 0, cell: ({ requests }) => formatNumber(requests.due) },
  {
    title: 'failed',
    rank: 0,
    cell: ({ requests }) => (requests.failed === 0 ? '' : formatNumber(requests.failed)),
  },
  { title: 'TTFT p50', rank: 0, cell: time('timeToFirstToken', 'p50') },
  { title: 'TTFT p95', rank: 1, cell: time('timeToFirstToken', 'p95') },
  { title: 'e2e p50', rank: 0, cell: time('responseLatency', 'p50') },
  { title: 'e2e p95', rank: 2, cell: time('responseLatency', 'p95') },
  { title: 'TPOT p50', rank: 3, cell: time('timePerOutputToken', 'p50') },
  { title: 'in tok', rank: 4, cell: mean('inputSequenceLength') },
  { title: 'out tok', rank: 5, cell: mean('outputSequenceLength') },
  {
    title: 'items/s',
    rank: 0,
    cell: ({ measurements }) => {
      const rate = measurements['itemThroughput']?.avg ?? Number.NaN;
      return Number.isNaN(rate) ? '' : formatNumber(rate);
    },
  },
  {
    title: 'cached',
    rank: 0,
    cell: ({ measurements }) => {
      const share = measurements['cacheHitRate']?.avg ?? Number.NaN;
      return Number.isNaN(share) ? '' : formatRatio(share);
    },
  },
];

/**
 * A table for each property of which a stage has several values. A column is left out where it is empty in every row.
 * @param width of a line; the least important columns are left out where a table is wider. Infinite when absent
 */
export function groupTables({ groups = [] }: StageResult, width = Infinity): GroupTable[] {
  return GROUPINGS.flatMap(({ by, label }) => {
    const of = groups.filter((group) => group.by === by);
    return of.length === 0 ? [] : [tableOf(by, label, of, width)];
  });
}

/** A table as lines of plain text, its columns aligned. */
export function groupLines({ head, rows }: GroupTable): string[] {
  const widths = widthsOf([head, ...rows]);
  return [head, ...rows].map((cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

function tableOf(
  by: string,
  label: string,
  groups: readonly GroupResult[],
  width: number,
): GroupTable {
  let columns = COLUMNS.filter(({ cell }) => groups.some((group) => !isEmpty(cell(group))));
  for (;;) {
    const head = [label, ...columns.map(({ title }) => title)];
    const rows = groups.map((group) => [group.name, ...columns.map(({ cell }) => cell(group))]);
    const least = Math.max(0, ...columns.map(({ rank }) => rank));
    if (least === 0 || lineWidth([head, ...rows]) <= width) return { by, head, rows };
    columns = columns.filter(({ rank }) => rank !== least);
  }
}

function isEmpty(cell: string): boolean {
  return cell === '' || cell === DASH;
}

function widthsOf(lines: readonly (readonly string[])[]): number[] {
  const [head = []] = lines;
  return head.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
}

function lineWidth(lines: readonly (readonly string[])[]): number {
  const widths = widthsOf(lines);
  return widths.reduce((sum, one) => sum + one, 2 * (widths.length - 1));
}

/** A percentile: empty with too few requests or none, `failed` where it falls on a failed request. */
function time(metric: string, percentile: 'p50' | 'p95'): Column['cell'] {
  return ({ measurements }) => {
    const measurement = measurements[metric];
    if (measurement === undefined || measurement.count < neededCount(percentile)) return '';
    const value = rankedValue(measurement, percentile);
    return value === Number.POSITIVE_INFINITY ? 'failed' : formatMs(value);
  };
}

function mean(metric: string): Column['cell'] {
  return ({ measurements }) => {
    const value = measurements[metric]?.avg ?? Number.NaN;
    return Number.isNaN(value) ? '' : formatNumber(value);
  };
}
