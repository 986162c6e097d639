/**
 * Compiles each source of the addon and of the launcher for macOS, for which there is no build, and lists those that need
 * Linux. Nothing is linked or kept.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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
const flags = [
  ...['-std=c++20', '-fsyntax-only', '-DNAPI_VERSION=8', '-DNAPI_CPP_EXCEPTIONS'],
  ...['-I', inRoot('native', 'src'), '-isystem', path.join(headers, 'include', 'node')],
  ...['-isystem', addonApi],
];
const compilerFor = crossCompiler(inRoot('node_modules', '.cache', 'loadcell-platforms'));
for (const machine of MACHINES) {
  const { CXX } = compilerFor(machine);
  const failures = sources().flatMap((source) => {
    const { status, stderr } = spawnSync(CXX, [...flags, inRoot('native', source)], {
      encoding: 'utf8',
    });
    const [, reason = 'no reason given'] = /(?:fatal )?error: (.+)/.exec(stderr) ?? [];
    return status === 0 ? [] : [`${source}: ${reason}`];
  });
  const count = sources().length;
  process.stdout.write(`${machine}: ${count - failures.length} of ${count} files compile\n`);
  for (const failure of failures) process.stdout.write(`  ${failure}\n`);
}
