import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync } from 'node:fs';
import { holding } from '../../suite/holding.mjs';

const CLIENT_ADDRESS = '10.77.0.1';
const SERVER_ADDRESS = '10.77.0.2';
const DEVICE = 'far';

/**
 * Two network namespaces that only a line with a delay connects.
 * @typedef {object} FarNetwork
 * @property {readonly string[]} client words that run a command at one end
 * @property {readonly string[]} server at the other
 * @property {string} serverAddress
 */

/** Why this machine cannot have such a network; undefined where it can. @returns {string | undefined} */
export function farNetworkReason() {
  if (process.getuid?.() !== 0) return 'only root can make network namespaces';
  if (spawnSync('ip', ['-V']).error !== undefined) {
    return 'ip is not installed: apt-get install -y iproute2';
  }
  try {
    accessSync('/dev/net/tun');
  } catch {
    return 'this machine has no TUN devices';
  }
  return spawnSync('unshare', ['--net', 'true']).status === 0
    ? undefined
    : 'this machine does not let root make network namespaces';
}

/**
 * @template Value
 * @param {{ program: string, delayMs: number, dropOneIn: number }} line `program` is the compiled `delay-line.c`
 * @param {(network: FarNetwork) => Promise<Value>} use
 * @returns {Promise<Value>}
 */
export async function withFarNetwork({ program, delayMs, dropOneIn }, use) {
  const [client, server] = ['client', 'server'].map((end) => `loadcell-${process.pid}-${end}`);
  const spaces = [client, server];
  const remove = () => {
    for (const space of spaces) spawnSync('ip', ['netns', 'del', space], { stdio: 'ignore' });
  };
  return holding(remove, async () => {
    for (const space of spaces) {
      ip('netns', 'add', space);
      ip('-n', space, 'link', 'set', 'lo', 'up');
    }
    const line = spawn(program, [client, server, DEVICE, delayMs * 1000, dropOneIn].map(String), {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(line, 'exit');
    try {
      await Promise.race([once(line.stdout, 'data'), exited.then(failed)]);
      attach(client, CLIENT_ADDRESS);
      attach(server, SERVER_ADDRESS);
      return await use({
        client: ['ip', 'netns', 'exec', client],
        server: ['ip', 'netns', 'exec', server],
        serverAddress: SERVER_ADDRESS,
      });
    } finally {
      line.kill('SIGKILL');
      await exited;
    }
  });
}

function failed() {
  throw new Error('the delay line did not start');
}

function attach(space, address) {
  ip('-n', space, 'addr', 'add', `${address}/30`, 'dev', DEVICE);
  ip('-n', space, 'link', 'set', DEVICE, 'up');
}

function ip(...args) {
  const { status, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr.trim()}`);
}
