import type { DataRecord } from '../dataset.ts';
import { splitCsvRow, type CsvRow } from './csv-cells.ts';
import { MAX_RECORD_BYTES } from './held-bytes.ts';
import type { SourceLine } from './split-lines.ts';

/** A row of CSV with the line on which it begins. */
interface NumberedRow {
  readonly line: number;
  readonly text: string;
  readonly row: { readonly cells: readonly string[] } | { readonly fault: string };
}

/** Rows of CSV as objects by its header, whose values are texts. An empty cell is absent. */
export function* csvRecords(lines: Iterable<SourceLine>): Generator<DataRecord, void> {
  let names: readonly string[] | undefined;
  for (const { line, text, row } of rowsOf(lines)) {
    if ('fault' in row) {
      yield { line, text, fault: row.fault };
    } else if (names === undefined) {
      names = row.cells.map((cell) => cell.trim());
    } else {
      yield { line, text, ...valueOf(names, row.cells) };
    }
  }
}

/** Rows of CSV without a header, as arrays of texts. */
export function* headlessCsvRecords(lines: Iterable<SourceLine>): Generator<DataRecord, void> {
  for (const { line, text, row } of rowsOf(lines)) {
    yield 'fault' in row ? { line, text, fault: row.fault } : { line, text, value: row.cells };
  }
}

function valueOf(
  names: readonly string[],
  cells: readonly string[],
): { readonly value: Readonly<Record<string, string>> } | { readonly fault: string } {
  if (cells.length !== names.length) {
    return { fault: `expected ${names.length} cells, as the header has; found ${cells.length}` };
  }
  const value: Record<string, string> = {};
  for (let index = 0; index < names.length; index++) {
    const cell = cells[index];
    const name = names[index];
    if (cell !== undefined && name !== undefined && cell !== '') value[name] = cell;
  }
  return { value };
}

function* rowsOf(lines: Iterable<SourceLine>): Generator<NumberedRow, void> {
  const ahead = new LinesAhead(lines);
  let width: number | undefined;
  for (;;) {
    const line = ahead.take();
    if (line === undefined) return;
    const { number, text, fault } = line;
    if (fault !== undefined) yield { line: number, text, row: { fault } };
    else if (text.trim() !== '') {
      const row = completeRow(line, splitCsvRow(text), ahead, width);
      if ('cells' in row.row) width ??= row.row.cells.length;
      yield row;
    }
  }
}

/** A row whose quotes are closed on a later line, or the fault of its first line alone: a stray quote must not take the rows behind it along. */
function completeRow(
  first: SourceLine,
  row: CsvRow,
  ahead: LinesAhead,
  width: number | undefined,
): NumberedRow {
  if (!('isOpen' in row)) return { line: first.number, text: first.text, row };
  const taken: SourceLine[] = [];
  const parts = [first.text];
  let length = first.text.length;
  // Quotes come in pairs, also within a cell, so a row ends where their number is even.
  let quotes = quotesOf(first.text);
  for (;;) {
    const next = ahead.take();
    if (next === undefined) break;
    taken.push(next);
    length += next.text.length;
    if (next.fault !== undefined || length > MAX_RECORD_BYTES) break;
    parts.push(next.text);
    quotes += quotesOf(next.text);
    if (quotes % 2 === 1) continue;
    const text = parts.join('\n');
    const whole = splitCsvRow(text);
    if (!('cells' in whole) || whole.cells.length !== (width ?? whole.cells.length)) break;
    return { line: first.number, text, row: whole };
  }
  ahead.putBack(taken);
  return {
    line: first.number,
    text: first.text,
    row: { fault: 'not CSV: a quote is never closed' },
  };
}

function quotesOf(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count++;
  return count;
}

/** Lines, of which some are taken and put back. */
class LinesAhead {
  private readonly iterator: Iterator<SourceLine>;
  /** Lines that were put back, the next one last. */
  private readonly back: SourceLine[] = [];

  constructor(lines: Iterable<SourceLine>) {
    this.iterator = lines[Symbol.iterator]();
  }

  take(): SourceLine | undefined {
    const line = this.back.pop();
    if (line !== undefined) return line;
    const next = this.iterator.next();
    return next.done === true ? undefined : next.value;
  }

  putBack(lines: readonly SourceLine[]): void {
    for (const line of lines.toReversed()) this.back.push(line);
  }
}
