/**
 * Copies files of the repository that ship with a package into it: the license, and for the addon its C++ sources, so
 * that it can be compiled where no prebuilt binary fits. `postpack` removes them (`--clean`). Run in the folder of a
 * package.
 */
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const rootDir = path.resolve('../..');
const { files } = JSON.parse(readFileSync('package.json', 'utf8'));

const copies = ['LICENSE'];
if (files.includes('native')) {
  const settings = ['flags.gypi', 'launch.gypi', 'sources.gypi'];
  copies.push('binding.gyp', ...settings.map((name) => `native/${name}`), 'native/src');
}

for (const file of copies) rmSync(file, { recursive: true, force: true });
if (process.argv.includes('--clean')) {
  rmSync('native', { recursive: true, force: true });
} else {
  for (const file of copies) cpSync(path.join(rootDir, file), file, { recursive: true });
  const missing = files.filter((name) => !existsSync(name));
  if (missing.length > 0) {
    process.stderr.write(`${missing.join(', ')} is not built: run \`npm run build\` first.\n`);
    process.exitCode = 1;
  }
}
