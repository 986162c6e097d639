import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packStaged, stagePackage } from '../../../scripts/pack/stage.mjs';
import { LOWER, absent, atMost, measured } from '../../suite/report/figure.mjs';

const BYTES_PER_MB = 1e6;
const TARGET = atMost(30);

function sizeMbOf(folder) {
  const bytes = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);
  return bytes / BYTES_PER_MB;
}

/** Installs the packed packages. @returns {string} why npm failed; empty if it did not */
function install(folder, tarballs) {
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  const args = ['install', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'];
  const { status, stderr } = spawnSync('npm', [...args, ...tarballs], {
    cwd: folder,
    encoding: 'utf8',
  });
  return status === 0 ? '' : `npm install failed: ${stderr.trim().split('\n')[0]}`;
}

/** @returns {Promise<import('../../suite/report/figure.mjs').Figure[]>} */
export async function measureInstalledSize() {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-size-'));
  try {
    const app = path.join(folder, 'app');
    mkdirSync(app);
    const tarballs = ['native', 'core', 'cli'].map(
      (name) => packStaged(stagePackage(name, path.join(folder, name)), folder).tarball,
    );
    const failure = install(app, tarballs);
    if (failure !== '') return [absent('installedMb', 'MB', failure, TARGET)];
    const modules = path.join(app, 'node_modules');
    const ownMb = sizeMbOf(path.join(modules, '@loadcell'));
    const allMb = sizeMbOf(modules);
    return [
      measured('installedMb', 'MB', allMb, TARGET),
      measured('ownMb', 'MB', ownMb, LOWER),
      measured('dependenciesMb', 'MB', allMb - ownMb, LOWER),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
