import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** How the kernel recognizes programs for 64-bit ARM: the start of the file, and which bits of it count. */
const ARM64 = {
  magic: '7f454c460201010000000000000000000200b700',
  mask: 'ffffffffffffff00fffffffffffffffffeffffff',
};
const FORMATS = '/proc/sys/fs/binfmt_misc';

function escaped(hex) {
  return hex.replaceAll(/../g, String.raw`\x$&`);
}

/** Commands that make this machine able to run programs of the platform. */
function preparing({ libraries, emulator }) {
  const layers = `lowerdir=${libraries}:/usr/lib`;
  const lines = ['set -e', `mount -t overlay overlay -o '${layers}' /usr/lib`];
  if (emulator !== undefined) {
    const format = `:loadcell:M::${escaped(ARM64.magic)}:${escaped(ARM64.mask)}:${emulator}:`;
    lines.push(`mount -t binfmt_misc none ${FORMATS}`, `echo '${format}' > ${FORMATS}/register`);
  }
  return [...lines, 'exec "$@"'].join('\n');
}

/**
 * Runs Node of a platform to its end. Its C library and its processor exist in namespaces of its own, for it and its children:
 * other programs on this machine see neither.
 * @param {import('./system.mjs').System} system
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: Readonly<Record<string, string>> }} options
 * @returns {number | null} its exit code
 */
export function runInSystem(system, args, { cwd, env }) {
  const namespaces = ['--user', '--map-root-user', '--mount'];
  const shell = ['bash', '-c', preparing(system), 'bash'];
  const own = { ...process.env, ...env };
  const { status, error } = spawnSync('unshare', [...namespaces, ...shell, system.node, ...args], {
    cwd,
    env: { ...own, PATH: `${path.dirname(system.node)}:${own.PATH}` },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error !== undefined) throw error;
  return status;
}
