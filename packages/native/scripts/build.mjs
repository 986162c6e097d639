// Builds the addon and the launcher into packages/native/prebuilds, where node-gyp-build searches. Does nothing when both are
// newer than their sources; `--force` builds anyway.
import { copyFileSync, existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installedHeaders } from '../../../scripts/nodes/installed-headers.mjs';

const packageDir = dirname(dirname(fileURLToPath(import.meta.url)));
const root = join(packageDir, '../..');

const target = join(packageDir, 'prebuilds', `${process.platform}-${process.arch}`);
const LAUNCHER = 'loadcell-launch';

/** All files below a folder, or the file itself. */
function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function newestMs(paths) {
  return Math.max(...paths.flatMap(filesOf).map((file) => statSync(file).mtimeMs));
}

function isBuilt() {
  if (!existsSync(target)) return false;
  const binaries = readdirSync(target);
  if (!binaries.some((name) => name.endsWith('.node'))) return false;
  if (!binaries.includes(LAUNCHER)) return false;
  const settings = ['flags.gypi', 'launch.gypi', 'sources.gypi'];
  const sources = ['binding.gyp', ...settings.map((name) => join('native', name)), 'native/src'];
  const newestSourceMs = newestMs([
    ...sources.map((path) => join(root, path)),
    fileURLToPath(import.meta.url),
  ]);
  return binaries.every((name) => statSync(join(target, name)).mtimeMs > newestSourceMs);
}

if (isBuilt() && !process.argv.includes('--force')) {
  console.log('The addon is up to date.');
} else {
  const headers = installedHeaders();
  // node-gyp reads the setting from the environment.
  if (headers !== undefined) process.env.npm_config_nodedir ??= headers;
  process.env.JOBS ??= 'max';
  const prebuildify = createRequire(import.meta.url)('prebuildify');
  const options = {
    napi: true,
    strip: true,
    tagLibc: true,
    name: '@loadcell/native',
    cwd: root,
    out: packageDir,
    // With Node-API one binary works with every Node; the headers of this one are installed.
    targets: [`node@${process.versions.node}`],
  };
  prebuildify(options, (error) => {
    if (error) {
      console.error(
        `error: cannot build the addon: ${error.message}\nhelp: install a C++20 compiler, make and python3, and check the output above`,
      );
      process.exitCode = 1;
      return;
    }
    copyFileSync(join(root, 'build/Release', LAUNCHER), join(target, LAUNCHER));
  });
}
