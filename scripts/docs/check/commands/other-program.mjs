import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Commands of the shell that need no check. */
const OF_SHELL = new Set(['cd', 'export', 'mkdir', 'cat', 'echo', 'ls', 'kill', 'wait', 'true']);

function hasScript(root, name) {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return name in scripts;
}

/**
 * What is wrong with a command of another program than `loadcell`: scripts of the checkout and files exist, and all else needs a
 * block that is not checked.
 * @returns {string | undefined}
 */
export function otherProgramProblem(words, { root, folder }) {
  const [program, first, second] = words;
  if (OF_SHELL.has(program)) return undefined;
  if (program === 'npm' && ['test', 'start', 'run'].includes(first)) {
    const name = first === 'run' ? second : first;
    return hasScript(root, name) ? undefined : `package.json has no script ${name}`;
  }
  if (program === 'npx') {
    const isInstalled = existsSync(path.join(root, 'node_modules/.bin', first ?? ''));
    return isInstalled ? undefined : `${first} is not installed here`;
  }
  if (program === 'node' && first !== undefined) {
    const isThere = [folder, root].some((place) => existsSync(path.join(place, first)));
    return isThere
      ? undefined
      : `expected a file ${first} in the checkout, or a block with that title`;
  }
  return `${program} is another program; put it into a block with no-check=REASON`;
}
