import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../packaging/support/packing.ts';
import type { Buildah } from './buildah.ts';

const SUITE = 'bookworm';
const PROGRAMS = [`node-linux-${process.arch}@22`, 'npm@11.19.1'];
const AUTHORITIES = '/usr/local/share/authorities.pem';

/** As in the official images of Node, whose user has this name and number. */
const USER = ['--uid', '1000', '--create-home', 'node'];

/** Certificate authorities that this machine adds, such as those of a proxy that opens TLS. */
function addedAuthorities(): string | undefined {
  const file = process.env['NODE_EXTRA_CA_CERTS'];
  return file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function layOut(folder: string, authorities: string | undefined): void {
  const root = path.join(folder, 'root');
  run('debootstrap', ['--variant=minbase', SUITE, root], folder);
  rmSync(path.join(root, 'var', 'cache', 'apt', 'archives'), { recursive: true, force: true });
  const flags = ['--global', '--ignore-scripts', '--no-audit', '--no-fund'];
  const prefix = path.join(root, 'usr', 'local');
  run('npm', ['install', ...flags, '--prefix', prefix, ...PROGRAMS], folder);
  run('chroot', [root, 'useradd', ...USER], folder);
  const lines = ['FROM scratch', 'COPY root /'];
  if (authorities !== undefined) {
    writeFileSync(path.join(root, AUTHORITIES), authorities);
    lines.push(`ENV NODE_EXTRA_CA_CERTS=${AUTHORITIES}`);
  }
  writeFileSync(path.join(folder, 'Containerfile'), `${lines.join('\n')}\n`);
}

/**
 * Builds, from Debian's packages and the registry of npm, what the official image of Node is: Debian with Node, npm and the
 * user `node`. It needs no registry of images, and is built once.
 * @returns its name
 */
export function baseImage(buildah: Buildah): string {
  const authorities = addedAuthorities();
  const recipe = JSON.stringify([SUITE, PROGRAMS, USER, authorities]);
  const image = `localhost/loadcell-base:${createHash('sha256').update(recipe).digest('hex').slice(0, 16)}`;
  if (buildah.has(image)) return image;
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-base-'));
  try {
    layOut(folder, authorities);
    buildah.build(path.join(folder, 'Containerfile'), folder, image);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return image;
}
