import { renderCells, shortNumber } from './cells.mjs';

const HEAD = ['figure', 'value', 'unit', 'repeats', 'middle half', 'target', ''];
const ALIGNMENT = ['left', 'right', 'left', 'right', 'left', 'left', 'left'];
const VERDICTS = new Map([
  [true, 'met'],
  [false, 'MISSED'],
  [null, 'not measured'],
]);

/** The report for people. @param {import('./report.mjs').BenchReport} report */
export function renderTable({ command, machine, sections, summary }) {
  const { cpuModel, cpuCount, kernel, node, loadAverage } = machine;
  return [
    command,
    `Targets: ${summary.held} met, ${summary.missed.length} missed, ${summary.notMeasured.length} not measured`,
    `${cpuModel}, ${cpuCount} cores, ${kernel}, Node ${node}, load ${loadAverage[0].toFixed(2)} at the start`,
    ...sections.flatMap((section) => ['', ...renderSection(section)]),
    '',
  ].join('\n');
}

/** @param {import('./report.mjs').SectionResult} section */
function renderSection({ title, method, figures, failure }) {
  if (failure !== undefined) return [title, `Failed: ${failure}`];
  const rows = figures.map((figure) => cellsOf(figure));
  return [title, method, renderCells(HEAD, ALIGNMENT, rows), ...reasonsOf(figures)];
}

/** Why figures have no value, below the table, as a reason is longer than a cell. @param {import('./figure.mjs').Figure[]} figures */
function reasonsOf(figures) {
  const absent = figures.filter(({ value }) => value === null);
  const reasons = [...new Set(absent.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const names = absent.filter((figure) => figure.reason === reason).map(({ name }) => name);
    return `Not measured, ${reason}: ${names.join(', ')}`;
  });
}

/** @param {import('./figure.mjs').Figure} figure */
function cellsOf({ name, unit, value, spread, target, holds }) {
  return [
    name,
    value === null ? '-' : shortNumber(value),
    unit,
    spread === undefined ? '' : String(spread.count),
    spread === undefined ? '' : `${shortNumber(spread.p25)} to ${shortNumber(spread.p75)}`,
    target === undefined ? '' : describeTarget(target),
    target === undefined ? '' : VERDICTS.get(holds),
  ];
}

/** @param {import('./figure.mjs').Target} target */
function describeTarget({ comparison, value, and }) {
  return and === undefined ? `${comparison} ${value}` : `${comparison} ${value} and ${and}`;
}
