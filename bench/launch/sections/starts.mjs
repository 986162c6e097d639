import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOWER, atMost, measured } from '../../suite/report/figure.mjs';
import { LOADCELL } from '../../suite/run-loadcell.mjs';

const LIBRARY = import.meta.resolve('@loadcell/core');
const NS_PER_MS = 1e6;

/** Commands by the names of their figures. */
const COMMANDS = {
  trueMs: ['true'],
  nodeMs: [process.execPath, '-e', '0'],
  helpMs: [process.execPath, LOADCELL, '--help'],
  versionMs: [process.execPath, LOADCELL, '--version'],
  importMs: [process.execPath, '--input-type=module', '-e', `await import('${LIBRARY}')`],
  recordMs: [process.execPath, LOADCELL, 'record', '--quiet', '--', 'true'],
};

/** Commands without Loadcell. */
const BARE = ['trueMs', 'nodeMs'];

/** @returns {Promise<number>} from spawn to exit, milliseconds */
async function timeOf([program, ...args], cwd) {
  const began = process.hrtime.bigint();
  const child = spawn(program, args, { cwd, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${program} exited with ${code}`);
  return Number(process.hrtime.bigint() - began) / NS_PER_MS;
}

/** Every command once. @returns {Promise<Record<string, number>>} */
async function measureRound(round, cwd) {
  const names = Object.keys(COMMANDS);
  const turned = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
  const times = {};
  for (const name of turned) times[name] = await timeOf(COMMANDS[name], cwd);
  return times;
}

/** @param {{ rounds: number }} plan */
export async function measureStarts({ rounds }) {
  const cwd = await mkdtemp(join(tmpdir(), 'loadcell-launch-'));
  try {
    await measureRound(0, cwd);
    const all = [];
    for (let round = 0; round < rounds; round += 1) all.push(await measureRound(round, cwd));
    const over = (name, base) => all.map((times) => times[name] - times[base]);
    const ratio = (name, base) => all.map((times) => times[name] / times[base]);
    return [
      ...Object.keys(COMMANDS).map((name) =>
        measured(
          name,
          'ms',
          all.map((times) => times[name]),
          BARE.includes(name) ? undefined : LOWER,
        ),
      ),
      measured('helpOverNode', 'ratio', ratio('helpMs', 'nodeMs'), atMost(2)),
      measured('recordOverTrueMs', 'ms', over('recordMs', 'trueMs'), LOWER),
      measured('recordOverNodeMs', 'ms', over('recordMs', 'nodeMs'), LOWER),
      measured('recordOverImportMs', 'ms', over('recordMs', 'importMs'), LOWER),
    ];
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
