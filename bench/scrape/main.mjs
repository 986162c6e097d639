import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const CLI = fileURLToPath(new URL('../../packages/cli/bin/loadcell.js', import.meta.url));
const USAGE = 2;

const HELP = `Usage: npm run bench -- scrape --url URL [--repeats N] [--duration TIME]
Measures what it costs a server that its metrics are read: TTFT p95 with and without, in turn. Prints JSON.
Start a vLLM for it with: node scripts/hosts.mjs start vllm
`;

/**
 * One load on the server.
 * @param {{ url: string, duration: string }} options
 * @param {boolean} isScraped
 */
async function runOnce({ url, duration }, isScraped) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-scrape-'));
  try {
    const args = ['run', '--url', url, '--phase', 'load', '--duration', duration, '--quiet'];
    const off = isScraped ? [] : ['--no-server-metrics'];
    const child = spawn(process.execPath, [CLI, ...args, ...off, '--output-dir', folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await new Promise((resolve) => {
      child.on('exit', resolve);
    });
    const file = path.join(folder, 'latest', 'results.json');
    const { phases } = JSON.parse(readFileSync(file, 'utf8'));
    const { stages } = phases.find(({ name }) => name === 'load');
    const { measurements } = stages.find(({ name }) => name === 'open');
    return {
      ttftP95Ms: measurements.timeToFirstToken.p95,
      ttftP50Ms: measurements.timeToFirstToken.p50,
      requestsPerSecond: measurements.requestThroughput.avg,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {number[]} values */
function medianOf(values) {
  const ascending = values.toSorted((one, other) => one - other);
  const middle = ascending.length / 2;
  return Number.isInteger(middle)
    ? (ascending[middle - 1] + ascending[middle]) / 2
    : ascending[Math.floor(middle)];
}

function summaryOf(runs) {
  const median = (key) => medianOf(runs.map((one) => one[key]));
  return {
    ttftP95Ms: median('ttftP95Ms'),
    ttftP50Ms: median('ttftP50Ms'),
    requestsPerSecond: median('requestsPerSecond'),
    runs,
  };
}

/**
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function run(args) {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: 'string' },
      repeats: { type: 'string', default: '5' },
      duration: { type: 'string', default: '8s' },
      json: { type: 'boolean' },
    },
  });
  if (values.url === undefined) {
    process.stderr.write(HELP);
    return USAGE;
  }
  const options = { url: values.url, duration: values.duration };
  await runOnce(options, true);
  const scraped = [];
  const alone = [];
  for (let repeat = 0; repeat < Number(values.repeats); repeat += 1) {
    // A B, then B A: what drifts meets both alike.
    for (const isScraped of repeat % 2 === 0 ? [true, false] : [false, true]) {
      (isScraped ? scraped : alone).push(await runOnce(options, isScraped));
    }
  }
  const result = { scraped: summaryOf(scraped), alone: summaryOf(alone) };
  const ratio = result.scraped.ttftP95Ms / result.alone.ttftP95Ms;
  process.stdout.write(`${JSON.stringify({ ...result, ttftP95Ratio: ratio }, null, 2)}\n`);
  return 0;
}
