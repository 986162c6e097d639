import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PACKAGE = `node-${process.platform}-${process.arch}`;

/**
 * The program of another version of Node, from the registry. It is installed once and kept in the temporary folder.
 * @param {string} version such as `22`
 */
export function nodeProgram(version) {
  const folder = path.join(tmpdir(), 'loadcell-nodes', version);
  const program = path.join(folder, 'node_modules', PACKAGE, 'bin/node');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const args = ['install', '--ignore-scripts', '--no-save', '--prefix', folder];
  const { status, stderr } = spawnSync('npm', [...args, `${PACKAGE}@${version}`], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status === 0 && existsSync(program)) return program;
  throw new Error(`cannot install Node ${version} from the registry:\n${stderr}`);
}
