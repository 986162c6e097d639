/**
 * Compiles each source of the addon and of the launcher for macOS, for which there is no build, and lists those that need
 * Linux. Nothing is linked or kept.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installedHeaders } from '../nodes/installed-headers.mjs';
import { inRoot } from '../setup/paths.mjs';
import { crossCompiler } from './cross-compiler.mjs';

const MACHINES = ['x86_64-macos', 'aarch64-macos'];

function sources() {
  const lists = ['sources.gypi', 'launch.gypi'].map((file) =>
    readFileSync(inRoot('native', file), 'utf8'),
  );
  return [...new Set(lists.flatMap((list) => list.match(/src\/[\w/]+\.cc/g)))];
}

const headers = installedHeaders();
if (headers === undefined) throw new Error('the headers of Node are not installed');
const addonApi = path.resolve(createRequire(import.meta.url)('node-addon-api').include_dir);
const language = ['-std=c++20', '-DNAPI_VERSION=8', '-DNAPI_CPP_EXCEPTIONS'];
const includes = [path.join(headers, 'include', 'node'), addonApi].flatMap((one) => [
  '-isystem',
  one,
]);
// Without -c, the compiler would first build the C++ library of the system.
const flags = ['-c', '-o', '/dev/null', ...language, '-I', inRoot('native', 'src'), ...includes];
// The compiler also writes an object file to its working folder.
const objects = mkdtempSync(path.join(tmpdir(), 'loadcell-macos-'));
const compilerFor = crossCompiler(inRoot('node_modules', '.cache', 'loadcell-platforms'));
for (const machine of MACHINES) {
  const { CXX } = compilerFor(machine);
  const failures = sources().flatMap((source) => {
    const { status, stderr } = spawnSync(CXX, [...flags, inRoot('native', source)], {
      encoding: 'utf8',
      cwd: objects,
    });
    const [, reason = 'no reason given'] = /(?:fatal )?error: (.+)/.exec(stderr) ?? [];
    return status === 0 ? [] : [`${source}: ${reason}`];
  });
  const count = sources().length;
  process.stdout.write(`${machine}: ${count - failures.length} of ${count} files compile\n`);
  for (const failure of failures) process.stdout.write(`  ${failure}\n`);
}
rmSync(objects, { recursive: true });
