import { spawnSync } from 'node:child_process';
import { rootDir } from './paths.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * Runs npm in the checkout, its output on stderr: stdout belongs to the command that needs the set-up.
 * @param {readonly string[]} args
 * @throws {SetupError} when it fails
 */
export function runNpm(args) {
  // The npm that runs this script, if any: another one on the PATH may write another lock.
  const npm = process.env.npm_execpath;
  const [program, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const { status, error, signal } = spawnSync(program, [...first, ...args], {
    cwd: rootDir,
    stdio: ['ignore', 2, 2],
  });
  if (error) throw new SetupError(`npm cannot be run: ${error.message}. Install npm 10 or newer.`);
  if (status === 0) return;
  const how = signal === null ? `with code ${status}` : `by ${signal}`;
  throw new SetupError(`\`npm ${args.join(' ')}\` ended ${how}; its output is above.`);
}
