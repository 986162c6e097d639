import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MissingError } from '../../suite/bench-error.mjs';
import { readSegments } from './pcap.mjs';

/** Buffer of the kernel, KiB: a busy machine reads it late. */
const BUFFER_KIB = 65_536;
/** Time for the last packets to reach the file, ms. */
const SETTLE_MS = 500;

/** @throws {MissingError} where packets cannot be captured */
export function checkCapture() {
  if (process.getuid?.() !== 0) {
    throw new MissingError('only root can capture packets, which truth needs', 'run it as root');
  }
  if (spawnSync('tcpdump', ['--version']).error !== undefined) {
    throw new MissingError('truth needs tcpdump', 'apt-get install -y tcpdump');
  }
}

/**
 * Captures the packets of a port on the loopback interface during `use`.
 * @template Value
 * @param {number} port
 * @param {string} folder for the file of the capture
 * @param {() => Promise<Value>} use
 * @returns {Promise<{ value: Value, segments: import('./pcap.mjs').Segment[] }>}
 * @throws {Error} when the capture lost packets
 */
export async function captured(port, folder, use) {
  const file = path.join(folder, 'capture.pcap');
  const options = ['-i', 'lo', '-w', file, '-U', '-Z', 'root', '-B', String(BUFFER_KIB)];
  const child = spawn('tcpdump', [...options, '--time-stamp-precision=nano', `tcp port ${port}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const end = () => child.kill('SIGINT');
  process.once('exit', end);
  let output = '';
  const closed = once(child, 'close');
  const listens = new Promise((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (output.includes('listening on')) resolve();
    });
  });
  let value;
  try {
    await Promise.race([listens, closed]);
    if (child.exitCode !== null) throw new Error(`tcpdump exited: ${output.trim()}`);
    value = await use();
    await delay(SETTLE_MS);
  } finally {
    process.off('exit', end);
    end();
    await closed;
  }
  const [, lost] = /(\d+) packets? dropped by kernel/.exec(output) ?? [];
  if (lost !== '0') throw new Error(`the capture lost ${lost ?? 'an unknown number of'} packets`);
  return { value, segments: readSegments(readFileSync(file)) };
}
