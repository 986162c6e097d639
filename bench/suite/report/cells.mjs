import Table from 'cli-table3';

const LINES = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

/**
 * @param {readonly string[]} head
 * @param {readonly ('left' | 'right')[]} colAligns
 * @param {readonly (readonly string[])[]} rows
 */
export function renderCells(head, colAligns, rows) {
  const table = new Table({ head, colAligns, chars: LINES, style: { head: [], border: [] } });
  table.push(...rows);
  return table.toString();
}

/** Four digits that matter. @param {number} value */
export function shortNumber(value) {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
