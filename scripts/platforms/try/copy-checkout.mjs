import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot, packageNames, rootDir } from '../../setup/paths.mjs';

/** The packages of the workspace are those of the copy; all others are those of the checkout. */
const OWN_SCOPE = '@loadcell';

function trackedFiles() {
  const { stdout, status } = spawnSync('git', ['ls-files', '-z'], {
    cwd: rootDir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 2],
    maxBuffer: 64 * 2 ** 20,
  });
  if (status !== 0) throw new Error('git ls-files failed: see above');
  return stdout.split('\0').filter((file) => file !== '' && existsSync(inRoot(file)));
}

function linkModules(from, to) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name !== OWN_SCOPE && name !== '.cache') {
      symlinkSync(path.join(from, name), path.join(to, name));
    }
  }
}

/**
 * Copies the checkout without its binaries to a temporary folder: outside of `node_modules`, where vitest finds no tests.
 * @returns {string} the folder
 */
export function copyCheckout() {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-elsewhere-'));
  for (const file of trackedFiles()) cpSync(inRoot(file), path.join(folder, file));
  for (const name of packageNames) {
    for (const built of ['dist', 'assets', 'schemas']) {
      const from = inRoot('packages', name, built);
      if (existsSync(from))
        cpSync(from, path.join(folder, 'packages', name, built), { recursive: true });
    }
    const nested = inRoot('packages', name, 'node_modules');
    if (existsSync(nested))
      linkModules(nested, path.join(folder, 'packages', name, 'node_modules'));
  }
  const modules = path.join(folder, 'node_modules');
  linkModules(inRoot('node_modules'), modules);
  mkdirSync(path.join(modules, OWN_SCOPE));
  for (const name of packageNames) {
    symlinkSync(path.join(folder, 'packages', name), path.join(modules, OWN_SCOPE, name));
  }
  return folder;
}
