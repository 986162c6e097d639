/**
 * Runs npm scripts side by side: `node scripts/lanes.mjs [--limit-minutes N] LANE...`. A lane is a comma-separated list of
 * scripts, with their arguments, that run one after another. The first failure, a signal and the limit end every lane.
 */
import { parseArgs } from 'node:util';
import { LaneRun } from './lanes/lane-run.mjs';
import { LanesError } from './lanes/lanes-error.mjs';
import { parseLanes, parseLimitMs } from './lanes/parse-lanes.mjs';

/** Signals that end the lanes, and the exit codes that report them. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'limit-minutes': { type: 'string' } },
  });
  const run = new LaneRun(parseLanes(positionals));
  const limitMs = parseLimitMs(values['limit-minutes']);
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => run.stop(`by ${signal}`, code));
  }
  process.exitCode = await run.end(limitMs);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof LanesError) && error.code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw error;
  process.stderr.write(`lanes: ${error.message}\n`);
  process.exitCode = 2;
}
