/**
 * Builds the binaries of platforms into `platforms/NAME`, by the names given, else all. `--here` takes those that the set-up
 * has built for this machine: for trying out packages, not for publishing them, as they need the C library of this machine.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installedHeaders } from '../nodes/installed-headers.mjs';
import { inRoot } from '../setup/paths.mjs';
import { checkSymbols } from './check-symbols.mjs';
import { crossCompiler } from './cross-compiler.mjs';
import { TARGETS } from './targets.mjs';

const CACHE = inRoot('node_modules', '.cache', 'loadcell-platforms');
const LAUNCHER = 'loadcell-launch';

/** Where a platform's package keeps its binaries. */
function packaged(platform, file) {
  return inRoot('platforms', platform, file);
}

/** The platform that the set-up has built a binary for, by the C library in its name. */
function platformOf(addon) {
  const libc = addon.includes('.musl.') ? 'musl' : 'gnu';
  return `${process.platform}-${process.arch}-${libc}`;
}

function buildHere() {
  const folder = inRoot('packages', 'native', 'prebuilds', `${process.platform}-${process.arch}`);
  const addon = readdirSync(folder).find((name) => name.endsWith('.node'));
  const platform = platformOf(addon);
  copyFileSync(path.join(folder, addon), packaged(platform, 'loadcell.node'));
  copyFileSync(path.join(folder, LAUNCHER), packaged(platform, LAUNCHER));
}

/** The sources as they ship with the addon, in a folder of their own. */
function layOut(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of ['binding.gyp', 'native']) {
    cpSync(inRoot(file), path.join(folder, file), { recursive: true });
  }
  writeFileSync(
    path.join(folder, 'package.json'),
    '{"name":"loadcell-platform","version":"0.0.0"}',
  );
  symlinkSync(inRoot('node_modules'), path.join(folder, 'node_modules'));
}

function gyp(folder, args, variables) {
  const script = inRoot('node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const headers = installedHeaders();
  const from = headers === undefined ? [] : ['--nodedir', headers];
  const { status } = spawnSync(process.execPath, [script, ...args, ...from], {
    cwd: folder,
    env: { ...process.env, JOBS: 'max', ...variables },
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error(`node-gyp ${args.join(' ')} failed: see above`);
}

/** Compiles the addon for its C library, and the launcher for none in particular. */
function build(platform, compilerFor) {
  const { arch, addon, launcher } = TARGETS[platform];
  const folder = path.join(CACHE, 'build', platform);
  layOut(folder);
  // The compiler is chosen when a build is configured.
  for (const [target, compiler] of [
    ['loadcell', compilerFor(addon)],
    [LAUNCHER, compilerFor(launcher)],
  ]) {
    gyp(folder, ['configure', '--arch', arch], compiler);
    gyp(folder, ['build', target], compiler);
  }
  const built = path.join(folder, 'build', 'Release');
  copyFileSync(path.join(built, 'loadcell.node'), packaged(platform, 'loadcell.node'));
  copyFileSync(path.join(built, LAUNCHER), packaged(platform, LAUNCHER));
  checkSymbols(platform);
}

const { values, positionals } = parseArgs({
  options: { here: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in TARGETS));
if (unknown.length > 0) {
  process.stderr.write(
    `error: unknown platform ${unknown.join(', ')}: expected ${Object.keys(TARGETS).join(', ')}\n`,
  );
  process.exitCode = 1;
} else if (values.here) {
  buildHere();
} else {
  const compilerFor = crossCompiler(CACHE);
  const platforms = positionals.length === 0 ? Object.keys(TARGETS) : positionals;
  for (const platform of platforms) build(platform, compilerFor);
}
