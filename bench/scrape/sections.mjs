import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HIGHER, LOWER, measured } from '../suite/report/figure.mjs';
import { runLoadcellIn } from '../suite/run-loadcell.mjs';
import { median } from '../suite/statistics.mjs';

/** @typedef {{ url: string, repeats: string, duration: string }} Plan */
/** @typedef {{ ttftP50Ms: number, ttftP95Ms: number, requestsPerSecond: number }} OpenStage */

/**
 * Puts one load on the server.
 * @param {Plan} plan
 * @param {boolean} isScraped
 * @returns {Promise<OpenStage>}
 */
async function runOnce({ url, duration }, isScraped) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-scrape-'));
  try {
    const args = ['--url', url, '--phase', 'load', '--duration', duration];
    const off = isScraped ? [] : ['--no-server-metrics'];
    const { runDir } = await runLoadcellIn(folder, [...args, ...off]);
    const { phases } = JSON.parse(readFileSync(path.join(runDir, 'results.json'), 'utf8'));
    const { stages } = phases.find(({ name }) => name === 'load');
    const { measurements } = stages.find(({ name }) => name === 'open');
    return {
      ttftP50Ms: measurements.timeToFirstToken.p50,
      ttftP95Ms: measurements.timeToFirstToken.p95,
      requestsPerSecond: measurements.requestThroughput.avg,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {Plan} plan */
async function measureScrape(plan) {
  const scraped = [];
  const alone = [];
  await runOnce(plan, true);
  for (let repeat = 0; repeat < Number(plan.repeats); repeat += 1) {
    // A B, then B A: drift affects both alike.
    for (const isScraped of repeat % 2 === 0 ? [true, false] : [false, true]) {
      (isScraped ? scraped : alone).push(await runOnce(plan, isScraped));
    }
  }
  return [
    ...figuresOf('scraped', scraped),
    ...figuresOf('alone', alone),
    measured('ttftP95ScrapedOverAlone', 'ratio', p95Of(scraped) / p95Of(alone), LOWER),
  ];
}

/** @param {OpenStage[]} runs */
function p95Of(runs) {
  return median(runs.map(({ ttftP95Ms }) => ttftP95Ms));
}

/** @param {string} how @param {OpenStage[]} runs */
function figuresOf(how, runs) {
  const figure = (name, unit, key, better) =>
    measured(
      `${how}${name}`,
      unit,
      runs.map((run) => run[key]),
      better,
    );
  return [
    figure('TtftP50Ms', 'ms', 'ttftP50Ms', LOWER),
    figure('TtftP95Ms', 'ms', 'ttftP95Ms', LOWER),
    figure('RequestsPerSecond', 'requests/s', 'requestsPerSecond', HIGHER),
  ];
}

/** @type {readonly { name: string, title: string, method: string, measure: (plan: Plan) => Promise<import('../suite/report/figure.mjs').Figure[]> }[]} */
export const SECTIONS = [
  {
    name: 'scrape',
    title: 'Latency of a server with and without its metrics read',
    method:
      'loadcell run --phase load with and without --no-server-metrics in turn, after one run that is not counted. Figures ' +
      'are of the open stage; the ratio is of the medians.',
    measure: measureScrape,
  },
];
