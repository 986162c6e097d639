/**
 * `npm run bench -- <suite> [--json] [--quick] [options of the suite]`: side-by-side measurements against peers.
 * A suite is a folder here with a `main.mjs` that exports `run(args)`: it gets the arguments after the suite's name,
 * prints to stdout, and resolves to the exit code. `suite/` holds what suites have in common.
 */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('.', import.meta.url);
const USAGE = 2;

/** @returns {string[]} names of the suites that are here */
function knownSuites() {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/main.mjs`, FOLDER)))
    .map((entry) => entry.name)
    .toSorted();
}

/**
 * @param {string[]} args arguments of the command
 * @returns {Promise<number>} exit code
 */
async function main([suite, ...args]) {
  const suites = knownSuites();
  if (suite === undefined || !suites.includes(suite)) {
    const complaint = suite === undefined ? 'No suite was named' : `There is no suite "${suite}"`;
    process.stderr.write(
      `${complaint}. Known suites: ${suites.join(', ')}. ` +
        'Usage: npm run bench -- <suite> [--json] [--quick]\n',
    );
    return USAGE;
  }
  const module = await import(fileURLToPath(new URL(`${suite}/main.mjs`, FOLDER)));
  return module.run(args);
}

process.exitCode = await main(process.argv.slice(2));
