import Table from 'cli-table3';

const LINES = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
const VERDICTS = new Map([
  [true, 'holds'],
  [false, 'MISSED'],
  [null, 'not measured'],
]);

/** The report for people. @param {import('./report.mjs').BenchReport} report */
export function renderTable({ command, machine, sections, summary }) {
  const { cpuModel, cpuCount, kernel, node, loadAverage } = machine;
  return [
    command,
    `${cpuModel}, ${cpuCount} cores, ${kernel}, Node ${node}, load ${loadAverage[0].toFixed(2)} at the start`,
    ...sections.flatMap((section) => ['', ...renderSection(section)]),
    '',
    `Targets: ${summary.held} held, ${summary.missed.length} missed, ${summary.notMeasured.length} not measured.`,
    '',
  ].join('\n');
}

/** @param {import('./report.mjs').SectionResult} section */
function renderSection({ title, method, figures, failure }) {
  if (failure !== undefined) return [title, `Failed: ${failure}.`];
  const table = new Table({
    head: ['figure', 'value', 'unit', 'repeats', 'middle half', 'target', ''],
    colAligns: ['left', 'right', 'left', 'right', 'left', 'left', 'left'],
    chars: LINES,
    style: { head: [], border: [] },
  });
  table.push(...figures.map((figure) => cellsOf(figure)));
  return [title, method, table.toString()];
}

/** @param {import('./figure.mjs').Figure} figure */
function cellsOf({ name, unit, value, reason, spread, target, holds }) {
  return [
    name,
    value === null ? `- (${reason})` : short(value),
    unit,
    spread === undefined ? '' : String(spread.count),
    spread === undefined ? '' : `${short(spread.p25)} to ${short(spread.p75)}`,
    target === undefined ? '' : describeTarget(target),
    target === undefined ? '' : VERDICTS.get(holds),
  ];
}

/** @param {import('./figure.mjs').Target} target */
function describeTarget({ comparison, value, and }) {
  return and === undefined ? `${comparison} ${value}` : `${comparison} ${value} and ${and}`;
}

/** Four digits that matter. @param {number} value */
function short(value) {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
