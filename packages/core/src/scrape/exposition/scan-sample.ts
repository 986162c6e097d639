import { LineCursor } from './line-cursor.ts';
import { parseNumber } from './parse-number.ts';

/** One sample of a line. */
export interface Sample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

/** Reads the line of a sample in either dialect; undefined for any other line. Time and exemplar are ignored. */
export function scanSample(line: string): Sample | undefined {
  const cursor = new LineCursor(line);
  cursor.skipBlanks();
  let name = cursor.isAt('{') || cursor.isAt('"') ? undefined : cursor.name();
  cursor.skipBlanks();
  const labels = new Map<string, string>();
  if (cursor.isAt('{')) {
    const inside = scanLabels(cursor, labels);
    if (!inside.isWhole) return undefined;
    if (inside.name !== undefined && name !== undefined) return undefined;
    name ??= inside.name;
  }
  if (name === undefined) return undefined;
  cursor.skipBlanks();
  const value = parseNumber(cursor.word());
  if (value === undefined || !endsWell(cursor)) return undefined;
  return { name, labels, value };
}

/** Labels in braces, and the name of the metric where that is in the braces, too: `{"a.b",x="1"}`. */
function scanLabels(
  cursor: LineCursor,
  labels: Map<string, string>,
): { readonly isWhole: boolean; readonly name?: string } {
  const broken = { isWhole: false };
  let metric: string | undefined;
  cursor.take('{');
  cursor.skipBlanks();
  while (!cursor.take('}')) {
    const isQuoted = cursor.isAt('"');
    const label = cursor.name();
    if (label === undefined) return broken;
    cursor.skipBlanks();
    if (cursor.take('=')) {
      cursor.skipBlanks();
      const value = cursor.quoted();
      if (value === undefined || labels.has(label)) return broken;
      labels.set(label, value);
    } else {
      if (!isQuoted || metric !== undefined || labels.size > 0) return broken;
      metric = label;
    }
    cursor.skipBlanks();
    if (!cursor.take(',') && !cursor.isAt('}')) return broken;
    cursor.skipBlanks();
  }
  return metric === undefined ? { isWhole: true } : { isWhole: true, name: metric };
}

/** After the value: nothing, a time, or an exemplar. */
function endsWell(cursor: LineCursor): boolean {
  cursor.skipBlanks();
  if (!cursor.isAtEnd && !cursor.isAt('#')) {
    if (parseNumber(cursor.word()) === undefined) return false;
    cursor.skipBlanks();
  }
  return cursor.isAtEnd || cursor.isAt('#');
}
