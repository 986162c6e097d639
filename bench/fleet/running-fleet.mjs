import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BenchError } from '../suite/bench-error.mjs';
import { holding } from '../suite/holding.mjs';
import { LOADCELL, runLoadcellIn } from '../suite/run-loadcell.mjs';

/** A busy machine takes long to start agents. */
const WAIT = '60s';

/**
 * @typedef {object} RunningFleet
 * @property {string} url of the bus
 * @property {readonly { name: string, pid: number }[]} agents
 */

/**
 * Starts a bus and agents on this machine for as long as `use` takes.
 * @template Value
 * @param {number} count of agents
 * @param {(fleet: RunningFleet) => Promise<Value>} use
 * @param {string} [cpus] that the agents share, such as `0,1`; those of this process when absent
 * @returns {Promise<Value>}
 */
export async function withFleet(count, use, cpus) {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-fleet-'));
  const children = [];
  const start = (args, on) => {
    const command = [process.execPath, LOADCELL, ...args];
    const [program, ...words] =
      on === undefined ? command : ['taskset', '--cpu-list', on, ...command];
    const child = spawn(program, words, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push({ child, exited: once(child, 'exit') });
    return child;
  };
  try {
    return await holding(
      () => children.toReversed().forEach(({ child }) => child.kill('SIGTERM')),
      async () => {
        const bus = start(['fleet', 'up', '--port', '0', '--quiet', '--dir', folder]);
        const url = await urlOf(bus, children[0].exited);
        const names = Array.from({ length: count }, (_, index) => `agent-${index}`);
        const agents = names.map((name) => {
          const flags = ['--bus', url, '--name', name, '--roles', 'load', '--output-dir', name];
          const agent = start(['agent', ...flags], cpus);
          agent.stdout.resume();
          return { name, pid: agent.pid };
        });
        return await use({ url, agents });
      },
    );
  } finally {
    await Promise.all(children.map(({ exited }) => exited));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function urlOf(bus, exited) {
  const failed = exited.then(() => {
    throw new BenchError('the bus did not start; is nats-server installed?');
  });
  failed.catch(() => {});
  const [line] = await Promise.race([once(bus.stdout, 'data'), failed]);
  return String(line).trim();
}

/**
 * Runs a load phase, over a fleet where one is given, and uses its run directory before it is removed.
 * @template Value
 * @param {{ url: string, stage: object, fleet?: RunningFleet }} load the server, the stage, and who sends it
 * @param {(runDir: string) => Value} use
 * @returns {Promise<Value>}
 */
export async function runLoad({ url, stage, fleet }, use) {
  const cwd = mkdtempSync(path.join(tmpdir(), 'loadcell-bench-run-'));
  try {
    const load = { idle: '200ms', cooldown: '200ms', stages: [stage] };
    const config = { seed: 7, phase: 'load', target: { url }, phases: { load } };
    writeFileSync(path.join(cwd, 'loadcell.config.json'), JSON.stringify(config));
    const { agents, url: bus } = fleet ?? {};
    const over = ['--fleet', bus, '--load-agents', String(agents?.length), '--wait-agents', WAIT];
    const { runDir } = await runLoadcellIn(cwd, fleet === undefined ? [] : over);
    return use(runDir);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** The measurements of the only stage of a run. @param {string} runDir */
export function stageOf(runDir) {
  const { phases } = JSON.parse(readFileSync(path.join(runDir, 'results.json'), 'utf8'));
  return phases[0].stages[0];
}

/**
 * The measurement window of the only stage of an agent: its first send, and the end of its last request or of its load,
 * CLOCK_MONOTONIC nanoseconds of this machine.
 * @param {string} runDir of the merged run
 * @param {string} name of the agent
 */
export function windowOf(runDir, name) {
  const file = path.join(runDir, 'machines', name, 'events.jsonl');
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const events = lines.map((line) => JSON.parse(line));
  const { windowBeganNs, windowEndedNs } = events.find(({ kind }) => kind === 'stage-ended');
  return { beganNs: windowBeganNs, endedNs: windowEndedNs };
}
