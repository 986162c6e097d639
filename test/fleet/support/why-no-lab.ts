import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const PROGRAMS = ['ip', 'iptables', 'unshare', 'nats-server'];
/** PATH of a service may lack the folders of system programs. */
export const SEARCH_PATH = `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;

/** The preloaded library that shifts wall time; undefined where it is not installed. */
export function faketimeLibrary(): string | undefined {
  const found = readdirSync('/usr/lib').flatMap((folder) => {
    const name = path.join('/usr/lib', folder, 'faketime', 'libfaketime.so.1');
    return spawnSync('test', ['-f', name]).status === 0 ? [name] : [];
  });
  return found[0];
}

function has(program: string): boolean {
  const env = { ...process.env, PATH: SEARCH_PATH };
  return spawnSync('sh', ['-c', 'command -v "$0"', program], { env }).status === 0;
}

/** Why machines cannot be made of namespaces here; undefined where they can. */
export function whyNoLab(): string | undefined {
  if (process.platform !== 'linux') return 'namespaces need Linux';
  if (process.getuid?.() !== 0) return 'only root may make network namespaces';
  const missing = PROGRAMS.filter((program) => !has(program));
  if (faketimeLibrary() === undefined) missing.push('libfaketime');
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  const made = spawnSync('unshare', ['--net', '--time', 'true'], { encoding: 'utf8' });
  return made.status === 0 ? undefined : `no namespaces: ${made.stderr.trim()}`;
}
