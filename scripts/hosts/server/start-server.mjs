import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HostsError } from '../hosts-error.mjs';
import { freePort } from './free-port.mjs';
import { ProcessGroup } from './process-group.mjs';
import { serverCommand } from './servers.mjs';
import { waitUntilReady } from './wait-until-ready.mjs';

/** Resolves when the server must stop: by a signal, or because the process that started this one is gone. */
function stopRequest(untilStdinEnds) {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, resolve);
    if (untilStdinEnds) process.stdin.on('close', resolve).resume();
  });
}

/**
 * Runs a server until `stopRequest` resolves, and prints one line of JSON on stdout when it is ready. None of its processes
 * outlives this one.
 * @param {string | undefined} name
 * @param {{ address: string, port: number, upstream?: string, untilStdinEnds: boolean }} options where it listens; port 0
 *   picks a free one
 * @throws {HostsError} when the server does not start, or ends on its own
 */
export async function startServer(name, { address, port, upstream, untilStdinEnds }) {
  const requested = stopRequest(untilStdinEnds);
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-hosts-'));
  try {
    const listening = port === 0 ? await freePort(address) : port;
    const command = serverCommand(name, { address, port: listening, upstream, folder });
    await runServer(name, `http://${address}:${listening}`, command, requested);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runServer(name, url, command, requested) {
  const group = new ProcessGroup(command);
  const fails = group.ended.then((how) => {
    throw new HostsError(`${name} ended ${how}; its output is above`);
  });
  const waiting = new AbortController();
  try {
    await Promise.race([waitUntilReady(url, command, waiting.signal), fails, requested]);
    const { model, key } = command;
    process.stdout.write(`${JSON.stringify({ name, url, model, key, pid: group.pid })}\n`);
    await Promise.race([fails, requested]);
  } finally {
    waiting.abort();
    fails.catch(() => {});
    await group.stop();
    process.stdin.pause();
  }
}
