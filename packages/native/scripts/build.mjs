// Builds the addon into packages/native/prebuilds, where node-gyp-build looks, and the launcher beside it. Does nothing when
// both are newer than their sources; `--force` builds anyway.
import { copyFileSync, existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageDir = dirname(dirname(fileURLToPath(import.meta.url)));
const root = join(packageDir, '../..');

const target = join(packageDir, 'prebuilds', `${process.platform}-${process.arch}`);
const LAUNCHER = 'loadcell-launch';

/** Files below a folder, or the file itself. */
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

/**
 * Where Node's headers are when this Node was installed with them: node-gyp then need not download any.
 * It reads the setting from the environment.
 */
function useInstalledHeaders() {
  if (process.env.npm_config_nodedir !== undefined) return;
  const prefix = dirname(dirname(process.execPath));
  if (existsSync(join(prefix, 'include/node/node_api.h'))) {
    process.env.npm_config_nodedir = prefix;
  }
}

if (isBuilt() && !process.argv.includes('--force')) {
  console.log('The addon is up to date.');
} else {
  useInstalledHeaders();
  process.env.JOBS ??= 'max';
  const prebuildify = createRequire(import.meta.url)('prebuildify');
  const options = {
    napi: true,
    strip: true,
    tagLibc: true,
    name: '@loadcell/native',
    cwd: root,
    out: packageDir,
    // Node-API makes the binary fit every Node; the headers of this one are at hand.
    targets: [`node@${process.versions.node}`],
  };
  prebuildify(options, (error) => {
    if (error) {
      console.error(
        `The addon was not built: ${error.message}. It takes a C++20 compiler, make and python3; see above.`,
      );
      process.exitCode = 1;
      return;
    }
    copyFileSync(join(root, 'build/Release', LAUNCHER), join(target, LAUNCHER));
  });
}
