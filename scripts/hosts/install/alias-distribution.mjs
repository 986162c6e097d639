import { cpSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HostsError } from '../hosts-error.mjs';

/** Folder of the packages of an environment. */
function packagesOf(folder) {
  const lib = path.join(folder, 'lib');
  const [version] = readdirSync(lib).filter((name) => name.startsWith('python3.'));
  if (version === undefined) throw new HostsError(`${lib} has no Python`);
  return path.join(lib, version, 'site-packages');
}

/**
 * Gives the CPU build of vLLM the name that its command looks for: distribution `vllm`, version with `+cpu`.
 * @param {string} folder of the environment
 * @param {string} distribution name and version, as in the name of its metadata folder
 */
export function aliasDistribution(folder, distribution) {
  const packages = packagesOf(folder);
  const [, version] = distribution.split('-');
  const alias = path.join(packages, `vllm-${version}.dist-info`);
  const draft = `${alias}.draft`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(path.join(packages, `${distribution}.dist-info`), draft, { recursive: true });
  const metadata = path.join(draft, 'METADATA');
  writeFileSync(
    metadata,
    readFileSync(metadata, 'utf8')
      .replace(/^Name: .*$/m, 'Name: vllm')
      .replace(/^Version: .*$/m, `Version: ${version}+cpu`),
  );
  // The files belong to the distribution that it copies, and are removed with it.
  rmSync(path.join(draft, 'RECORD'), { force: true });
  rmSync(alias, { recursive: true, force: true });
  renameSync(draft, alias);
}
