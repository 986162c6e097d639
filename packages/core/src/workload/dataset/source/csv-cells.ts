/** A row of CSV; its text must be read on where a quote is still open at its end. */
export type CsvRow =
  | { readonly cells: readonly string[] }
  | { readonly isOpen: true }
  | { readonly fault: string };

/** Splits a row of CSV: commas between cells, quotes around cells that contain commas, quotes or line ends. */
export function splitCsvRow(text: string): CsvRow {
  if (!text.includes('"')) return { cells: text.split(',') };
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const quoted = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    if ('isOpen' in quoted || 'fault' in quoted) return quoted;
    cells.push(quoted.cell);
    if (quoted.end === text.length) return { cells };
    at = quoted.end + 1;
  }
}

/** A cell and the index of the comma, or end, behind it. */
type Cell = { readonly cell: string; readonly end: number };

function plainCell(text: string, at: number): Cell {
  const comma = text.indexOf(',', at);
  const end = comma === -1 ? text.length : comma;
  return { cell: text.slice(at, end), end };
}

function quotedCell(
  text: string,
  at: number,
): Cell | { readonly isOpen: true } | { readonly fault: string } {
  let cell = '';
  let begin = at + 1;
  for (;;) {
    const quote = text.indexOf('"', begin);
    if (quote === -1) return { isOpen: true };
    cell += text.slice(begin, quote);
    const next = text[quote + 1];
    if (next === '"') {
      cell += '"';
      begin = quote + 2;
    } else if (next === undefined || next === ',') {
      return { cell, end: quote + 1 };
    } else {
      return { fault: 'not CSV: text behind a closing quote' };
    }
  }
}
