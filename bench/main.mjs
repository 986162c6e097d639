/**
 * `npm run bench -- SUITE [options]`: measurements against peers and against known values.
 * A suite is a folder here with a `main.mjs` that exports `run(args)`: it gets the arguments after its name, prints to
 * stdout, and resolves to the exit code. `suite/` holds what suites have in common, `results/` what was saved.
 */
import { writeError } from './suite/bench-error.mjs';
import { renderHelp, unknownSuite } from './suite/command/help.mjs';

const USAGE = 2;
const HELP = ['--help', '-h'];

const SUITES = {
  compare: 'how often comparisons are right, on runs whose difference is known',
  datasets: 'what each client sends of the same file',
  decided: 'how often verdicts are right, on simulated values and a mock server',
  fleet: 'what a run over several agents costs, and how exact it is',
  launch: 'what recording a command adds to its time',
  leaks: 'how often the verdict on memory is right, on servers of known memory',
  live: 'what the live view adds to a run',
  sampler: 'precision and cost of the sampler beside its peers',
  scale: 'time and memory for runs of millions of rows',
  scrape: 'what reading its metrics costs a server',
  stages: 'each stage of real runs against queueing theory',
  truth: "each client's latencies against a packet capture, on a real server",
  wire: 'precision and cost of the HTTP client beside its peers',
};

/**
 * @param {string[]} args arguments of the command
 * @returns {Promise<number>} exit code
 */
async function main([suite, ...args]) {
  if (HELP.includes(suite)) {
    process.stdout.write(renderHelp(SUITES));
    return 0;
  }
  if (suite === undefined || !Object.hasOwn(SUITES, suite)) {
    writeError(unknownSuite(suite, SUITES));
    return USAGE;
  }
  const module = await import(new URL(`${suite}/main.mjs`, import.meta.url).href);
  return module.run(args);
}

process.exitCode = await main(process.argv.slice(2));
