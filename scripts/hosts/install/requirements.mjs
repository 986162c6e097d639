import { spawnSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { UnmetRequirement } from '../hosts-error.mjs';
import { hostsDir } from '../paths.mjs';

/** Names of the interpreter; the first one is the tested version. */
const INTERPRETERS = ['python3.11', 'python3.12', 'python3.13', 'python3'];
/** Exits with 0 when this Python can make an environment. */
const CAN_MAKE_ENVIRONMENT =
  'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))';
const NEEDED_BYTES = 12e9;

/** @throws {UnmetRequirement} without a Python that can make environments */
export function findPython() {
  const found = INTERPRETERS.find(
    (name) => spawnSync(name, ['-c', CAN_MAKE_ENVIRONMENT], { stdio: 'ignore' }).status === 0,
  );
  if (found !== undefined) return found;
  throw new UnmetRequirement(
    'real servers need Python 3.11 to 3.13 with venv; on Debian or Ubuntu: apt-get install python3-venv',
  );
}

/** The folder itself, or its nearest existing parent. */
function existing(folder) {
  return existsSync(folder) ? folder : existing(path.dirname(folder));
}

/** @throws {UnmetRequirement} without disk space for the environments */
export function checkDisk() {
  const { bavail, bsize } = statfsSync(existing(hostsDir()));
  const freeBytes = bavail * bsize;
  if (freeBytes >= NEEDED_BYTES) return;
  const free = (freeBytes / 1e9).toFixed(1);
  throw new UnmetRequirement(
    `real servers need 12 GB of free disk for ${hostsDir()}, which has ${free} GB; free some, or set XDG_CACHE_HOME`,
  );
}
