import path from 'node:path';
import { shortNumber, renderCells } from '../report/cells.mjs';
import { nameCommit } from '../saved/commit.mjs';
import { shownSpread } from './evidence.mjs';

const HEAD = ['figure', 'base', 'now', 'unit', 'now/base', 'verdict', 'target'];
const ALIGNMENT = ['left', 'right', 'right', 'left', 'right', 'left', 'left'];
const HOLDS = new Map([
  [true, 'met'],
  [false, 'MISSED'],
  [null, 'not measured'],
]);
const NOTE =
  'In brackets: the range of up to 9 repeats, the middle half of 10 or more. Better, worse and different need 4 repeats ' +
  'a side whose brackets do not overlap.';

/** @param {import('./compare-results.mjs').Comparison} comparison */
export function renderComparison(comparison) {
  const { figures } = comparison;
  const sections = [...new Set(figures.map(({ section }) => section))];
  return [
    ...headLines(comparison),
    ...sections.flatMap((name) => [
      '',
      name,
      renderTableOf(figures.filter(({ section }) => section === name)),
    ]),
    '',
    NOTE,
    '',
  ].join('\n');
}

/** @param {import('./compare-results.mjs').Comparison} comparison */
function headLines({ base, now, counts, isSameMachine, isBusy, differences }) {
  const count = Object.entries(counts).map(([verdict, number]) => `${number} ${verdict}`);
  const pairs = (kind) =>
    differences
      .filter((difference) => difference.kind === kind)
      .map(({ name, base: was, now: is }) => `${name} ${was} -> ${is}`)
      .join('; ');
  const machine = isSameMachine
    ? []
    : [
        `Machines differ: ${pairs('machine')}`,
        'Ratios and counts are compared; times, rates and sizes of two machines are not.',
      ];
  const busy = isBusy
    ? [
        'A machine was busy at the start: times, rates and sizes are not judged. Repeat on a quiet one.',
      ]
    : [];
  const other = [
    { label: 'Software differs', text: pairs('software') },
    { label: 'Options differ', text: pairs('options') },
  ].filter(({ text }) => text !== '');
  return [
    `Figures: ${count.join(', ')}`,
    `Targets: base ${outcomeOf(base)}; now ${outcomeOf(now)}`,
    `Base: ${describeSide(base)}`,
    `Now: ${describeSide(now)}`,
    ...machine,
    ...busy,
    ...other.map(({ label, text }) => `${label}: ${text}`),
  ];
}

/** @param {import('./compare-results.mjs').Side} side */
function outcomeOf({ summary: { held, missed, failedSections } }) {
  const failed =
    failedSections.length === 0 ? [] : [`failed sections: ${failedSections.join(', ')}`];
  return [`${held} met`, `${missed.length} missed`, ...failed].join(', ');
}

/** @param {import('./compare-results.mjs').Side} side */
function describeSide({ file, commit, startedAt, options, machine }) {
  const time = `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  const load = `load ${machine.loadAverage[0].toFixed(2)} on ${machine.cpuCount} cores`;
  const place = file === null ? [] : [path.relative('', file)];
  return [nameCommit(commit), time, options.mode, load, ...place].join(', ');
}

/** @param {import('./compare-results.mjs').FigureComparison[]} figures */
function renderTableOf(figures) {
  return renderCells(
    HEAD,
    ALIGNMENT,
    figures.map(({ name, unit, base, now, ratio, verdict, reason }) => [
      name,
      valueOf(base),
      valueOf(now),
      unit,
      ratio === null ? '' : shortNumber(ratio),
      reason === undefined ? verdict : `${verdict} (${reason})`,
      targetOf(base, now),
    ]),
  );
}

/** @param {import('../report/figure.mjs').Figure | null} figure */
function valueOf(figure) {
  if (figure === null || figure.value === null) return '-';
  const value = shortNumber(figure.value);
  if (figure.spread === undefined) return value;
  const { low, high } = shownSpread(figure.spread);
  return `${value} [${shortNumber(low)}, ${shortNumber(high)}]`;
}

/** @param {import('../report/figure.mjs').Figure | null} base @param {import('../report/figure.mjs').Figure | null} now */
function targetOf(base, now) {
  const [was, is] = [base, now].map((figure) => HOLDS.get(figure?.holds));
  if (was === is) return is ?? '';
  return `${was ?? '-'} -> ${is ?? '-'}`;
}
