import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../setup/paths.mjs';
import { platformManifest } from './platforms.mjs';
import { shippedManifest } from './shipped-manifest.mjs';

/** A package cannot be packed, for a reason to show. */
export class PackError extends Error {}

/** C++ sources that ship with the addon, so that it can be compiled where no binary fits. */
const NATIVE_SOURCES = [
  'binding.gyp',
  ...['flags.gypi', 'launch.gypi', 'sources.gypi', 'src'].map((file) => `native/${file}`),
];

/**
 * Lays out a package of the workspace as it ships.
 * @param {'native' | 'core' | 'cli'} name
 * @param {string} folder a new one
 * @param {string} [repository] address of the sources
 * @throws {PackError} when something of it is not built
 */
export function stagePackage(name, folder, repository) {
  const source = inRoot('packages', name);
  const manifest = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
  const copied = ['LICENSE', ...(name === 'native' ? NATIVE_SOURCES : [])];
  const fromRoot = new Set(copied.map((file) => file.split('/')[0]));
  const shipped = shippedManifest(manifest);
  const own = [
    ...shipped.files.filter((file) => !file.startsWith('!') && !fromRoot.has(file)),
    'README.md',
  ];
  const missing = own.filter((file) => !existsSync(path.join(source, file)));
  if (missing.length > 0) {
    throw new PackError(
      `packages/${name} lacks ${missing.join(', ')}: run \`npm run build\` first`,
    );
  }
  mkdirSync(folder, { recursive: true });
  for (const file of own) copy(path.join(source, file), path.join(folder, file));
  for (const file of copied) copy(inRoot(file), path.join(folder, file));
  return withManifest(folder, shipped, repository);
}

/**
 * Lays out the package of a platform.
 * @param {string} platform such as `linux-x64-gnu`
 * @param {string} folder a new one
 * @param {string} [repository] address of the sources
 */
export function stagePlatform(platform, folder, repository) {
  const source = inRoot('platforms', platform);
  const manifest = platformManifest(platform);
  mkdirSync(folder, { recursive: true });
  for (const file of manifest.files) {
    copy(path.join(source, file), path.join(folder, file));
    // The launcher is a program, and artifacts of workflows lose their modes.
    chmodSync(path.join(folder, file), 0o755);
  }
  copy(inRoot('LICENSE'), path.join(folder, 'LICENSE'));
  const { cpu, libc } = manifest;
  const readme = `# ${manifest.name}\n\nThe native part of [Loadcell](https://www.npmjs.com/package/@loadcell/cli) for Linux on ${cpu} with ${libc}. npm installs it with \`@loadcell/cli\` and \`@loadcell/core\`.\n`;
  writeFileSync(path.join(folder, 'README.md'), readme);
  return withManifest(folder, manifest, repository);
}

/**
 * Packs a folder.
 * @returns {{ name: string, version: string, tarball: string, bytes: number, unpackedBytes: number, files: string[] }}
 * @throws {PackError} when npm fails
 */
export function packStaged(folder, out) {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', out];
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new PackError(`npm ${args.join(' ')} failed:\n${stderr}`);
  const [{ name, version, filename, size, unpackedSize, files }] = Object.values(
    JSON.parse(stdout),
  );
  return {
    name,
    version,
    tarball: path.join(out, filename),
    bytes: size,
    unpackedBytes: unpackedSize,
    files: files.map((file) => file.path),
  };
}

function withManifest(folder, manifest, url) {
  const repository =
    url === undefined ? {} : { repository: { type: 'git', url: `git+${url}.git` } };
  const shipped = { ...manifest, ...repository };
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(shipped, null, 2)}\n`);
  return folder;
}

function copy(from, to) {
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
}
