import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from '../run-program.mjs';

/** Node for musl needs musl 1.2.4 for its relocations; older releases have 1.2.3. */
const RELEASE = 'trixie';
const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' };
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Options that keep apt in a folder of its own: nothing is installed on this machine. */
function optionsFor(folder, architecture) {
  return [
    `Dir::Etc::sourcelist=${folder}/sources.list`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::lists=${folder}/lists`,
    `Dir::State::status=${folder}/status`,
    `Dir::Cache=${folder}/cache`,
    'APT::Sandbox::User=',
    `APT::Architecture=${architecture}`,
    `APT::Architectures=${architecture}`,
    'Acquire::Languages=none',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false',
  ].flatMap((option) => ['-o', option]);
}

/**
 * Unpacks packages of Debian once.
 * @param {'x64' | 'arm64'} arch
 * @param {readonly string[]} packages
 * @param {string} folder
 * @returns {string} `usr/lib` of the packages
 */
export function unpackDebian(arch, packages, folder) {
  const libraries = path.join(folder, 'root', 'usr', 'lib');
  if (existsSync(path.join(folder, 'unpacked'))) return libraries;
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['lists/partial', 'cache/archives/partial', 'root']) {
    mkdirSync(path.join(folder, part), { recursive: true });
  }
  writeFileSync(path.join(folder, 'status'), '');
  writeFileSync(
    path.join(folder, 'sources.list'),
    `deb [signed-by=${KEYRING}] http://deb.debian.org/debian ${RELEASE} main\n`,
  );
  const options = optionsFor(folder, ARCHITECTURES[arch]);
  runProgram('apt-get', [...options, '--quiet', 'update']);
  runProgram('apt-get', [...options, '--quiet', 'download', ...packages], folder);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
    runProgram('dpkg', ['-x', path.join(folder, file), path.join(folder, 'root')]);
  }
  writeFileSync(path.join(folder, 'unpacked'), '');
  return libraries;
}
