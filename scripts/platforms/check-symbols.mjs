import { spawnSync } from 'node:child_process';
import { inRoot } from '../setup/paths.mjs';
import { GLIBC_FLOOR } from './targets.mjs';

/** Compares two versions such as `2.28`. */
function isNewer(version, floor) {
  const [major, minor] = version.split('.').map(Number);
  const [floorMajor, floorMinor] = floor.split('.').map(Number);
  return major > floorMajor || (major === floorMajor && minor > floorMinor);
}

function read(args) {
  const { status, stdout, stderr } = spawnSync('readelf', ['--wide', ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`readelf ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}

/** Libraries that a binary may need: those of every system with its C library. */
const ALLOWED =
  /^(?:lib(?:c|m|dl|pthread|rt)\.so\.\d+|libc\.so|libc\.musl-\w+\.so\.1|ld-linux-[\w-]+\.so\.\d+)$/;

/**
 * Checks what the binaries of a platform need from the system.
 * @param {string} platform
 * @throws {Error} when the addon needs another library or a newer glibc, or the launcher is not static
 */
export function checkSymbols(platform) {
  const addon = inRoot('platforms', platform, 'loadcell.node');
  const needed = [...read(['--dynamic', addon]).matchAll(/\(NEEDED\).*\[(.+)\]/g)].map(
    (match) => match[1],
  );
  const foreign = needed.filter((library) => !ALLOWED.test(library));
  if (foreign.length > 0) throw new Error(`${addon} needs ${foreign.join(', ')}`);
  const versions = [...read(['--version-info', addon]).matchAll(/GLIBC_(\d+\.\d+)/g)].map(
    (match) => match[1],
  );
  const newer = versions.filter((version) => isNewer(version, GLIBC_FLOOR));
  if (newer.length > 0) throw new Error(`${addon} needs glibc ${[...new Set(newer)].join(', ')}`);
  const launcher = inRoot('platforms', platform, 'loadcell-launch');
  if (/\bINTERP\b/.test(read(['--program-headers', launcher])))
    throw new Error(`${launcher} is not static`);
  const highest = versions.toSorted((one, other) => (isNewer(one, other) ? 1 : -1)).at(-1);
  process.stdout.write(
    `${platform}: needs ${needed.join(', ') || 'nothing'}${highest === undefined ? '' : `, glibc ${highest}`}\n`,
  );
}
