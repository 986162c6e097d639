import { differencesOf, isBusy, isSameMachine } from './differences.mjs';
import { summarize } from '../report/report.mjs';
import { inconclusive, isComparable, judge } from './evidence.mjs';

/**
 * @typedef {import('../saved/saved-result.mjs').SavedResult} SavedResult
 * @typedef {import('../report/figure.mjs').Figure} Figure
 *
 * @typedef {object} FigureComparison
 * @property {string} section
 * @property {string} name
 * @property {string} unit
 * @property {Figure | null} base null when only `now` has the figure
 * @property {Figure | null} now null when only the base has the figure
 * @property {number | null} ratio now over base; null where that means nothing
 * @property {'better' | 'worse' | 'different' | 'equal' | 'inconclusive' | 'missing'} verdict
 * @property {string} [reason] of a verdict that is inconclusive or missing
 *
 * @typedef {object} Comparison
 * @property {Side} base
 * @property {Side} now
 * @property {boolean} isSameMachine otherwise only figures without a dimension are compared
 * @property {boolean} isBusy whether a machine was busy at the start: only figures without a dimension are judged then
 * @property {import('./differences.mjs').Difference[]} differences of machine, software and options
 * @property {Record<FigureComparison['verdict'], number>} counts of figures
 * @property {FigureComparison[]} figures in the order of the base, then those that only `now` has
 *
 * @typedef {Omit<SavedResult, 'sections'> & { file: string | null, summary: import('../report/report.mjs').Summary }} Side
 */

/**
 * Compares each figure of two results of one suite, in the sections that both were to measure.
 * @param {{ file: string | null, result: SavedResult }} base
 * @param {{ file: string | null, result: SavedResult }} now
 * @returns {Comparison}
 */
export function compareResults(base, now) {
  const machines = [base.result.machine, now.result.machine];
  const circumstances = {
    isSameMachine: isSameMachine(...machines),
    isBusy: machines.some((machine) => isBusy(machine)),
  };
  const inBoth = base.result.options.sections.filter((section) =>
    now.result.options.sections.includes(section),
  );
  const [before, after] = [base, now].map(({ result }) => figuresOf(result, inBoth));
  const figures = [...new Set([...before.keys(), ...after.keys()])].map((key) =>
    compareFigures(before.get(key), after.get(key), circumstances),
  );
  return {
    base: sideOf(base),
    now: sideOf(now),
    ...circumstances,
    differences: differencesOf(base.result, now.result),
    counts: countsOf(figures),
    figures,
  };
}

/**
 * @param {SavedResult} result
 * @param {readonly string[]} wanted sections
 * @returns {Map<string, { section: string, figure: Figure }>} by section and name
 */
function figuresOf({ sections }, wanted) {
  return new Map(
    sections
      .filter(({ name }) => wanted.includes(name))
      .flatMap(({ name: section, figures }) =>
        figures.map((figure) => [`${section}.${figure.name}`, { section, figure }]),
      ),
  );
}

/**
 * @param {{ section: string, figure: Figure } | undefined} before
 * @param {{ section: string, figure: Figure } | undefined} after
 * @param {{ isSameMachine: boolean, isBusy: boolean }} circumstances
 * @returns {FigureComparison}
 */
function compareFigures(before, after, circumstances) {
  const { section, figure } = after ?? before;
  const [base, now] = [before?.figure ?? null, after?.figure ?? null];
  const sides = { section, name: figure.name, unit: figure.unit, base, now, ratio: null };
  const missing = whyMissing(base, 'base') ?? whyMissing(now, 'now');
  if (missing !== undefined) return { ...sides, verdict: 'missing', reason: missing };
  if (base.unit !== now.unit) {
    return { ...sides, ...inconclusive(`unit was ${base.unit}`) };
  }
  const hasDimension = !isComparable(now.unit);
  if (hasDimension && !circumstances.isSameMachine) {
    return { ...sides, ...inconclusive('other machine') };
  }
  const ratio = base.value === 0 ? null : now.value / base.value;
  const judgment = judge(base, now);
  const isUnproven = hasDimension && circumstances.isBusy && judgment.verdict !== 'equal';
  return { ...sides, ratio, ...(isUnproven ? inconclusive('busy machine') : judgment) };
}

/** @param {Figure | null} figure @param {'base' | 'now'} side */
function whyMissing(figure, side) {
  if (figure === null) return `not in ${side}`;
  return figure.value === null ? `${side}: ${figure.reason ?? 'not measured'}` : undefined;
}

/** @param {FigureComparison[]} figures @returns {Comparison['counts']} */
function countsOf(figures) {
  const counts = { worse: 0, better: 0, different: 0, equal: 0, inconclusive: 0, missing: 0 };
  for (const { verdict } of figures) counts[verdict] += 1;
  return counts;
}

/** @param {{ file: string | null, result: SavedResult }} saved @returns {Side} */
function sideOf({ file, result: { sections, ...result } }) {
  return { file, ...result, summary: summarize(sections) };
}
