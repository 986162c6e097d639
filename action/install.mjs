import { existsSync } from 'node:fs';
import path from 'node:path';
import { addToPath, execute, input, makeFolder } from './runner.mjs';

/** A version or range of npm, or a tag; no URL and no path. */
const VERSION = /^[\w.^~+-]+$/;

const version = input('VERSION');
const ofProject = path.resolve(input('DIRECTORY'), 'node_modules', '.bin');

if (version === '' && existsSync(path.join(ofProject, 'loadcell'))) {
  addToPath(ofProject);
} else {
  const wanted = version === '' ? 'latest' : version;
  if (!VERSION.test(wanted)) {
    throw new Error(`invalid version "${wanted}": expected a version of npm, such as 1.2.3`);
  }
  const prefix = makeFolder('install');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save'];
  const { code } = execute('npm', [
    'install',
    '--prefix',
    prefix,
    ...flags,
    `@loadcell/cli@${wanted}`,
  ]);
  if (code === 0) addToPath(path.join(prefix, 'node_modules', '.bin'));
  process.exitCode = code;
}
