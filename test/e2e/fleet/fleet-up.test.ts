import { once } from 'node:events';
import { connect } from 'node:net';
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { childrenOf, isRunning } from '../support/processes.ts';
import { temporaryFolder } from '../support/run-folder.ts';
import { runLoadcell, startLoadcell, type RunningCommand } from '../support/run-loadcell.ts';

/** A started bus, and the text that it printed. */
interface StartedBus extends RunningCommand {
  readonly text: string;
}

async function startBus(...args: readonly string[]): Promise<StartedBus> {
  const command = startLoadcell(['fleet', 'up', '--port', '0', ...args]);
  const ended = command.finished.then(({ stderr }): never => {
    throw new Error(`The bus ended: ${stderr}`);
  });
  ended.catch(() => {});
  if (command.child.stdout === null) throw new Error('The command has no output.');
  const text = once(command.child.stdout, 'data').then(([chunk]) => String(chunk));
  return { ...command, text: await Promise.race([text, ended]) };
}

/** The server and its launcher. */
function startedBy(pid: number): number[] {
  const launchers = childrenOf(pid);
  return [...launchers, ...launchers.flatMap(childrenOf)];
}

async function firstByteFrom(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  try {
    const [chunk] = await once(socket, 'data');
    return String(chunk).slice(0, 5);
  } finally {
    socket.destroy();
  }
}

it('prints the lines for each machine, and serves until Ctrl-C', async () => {
  const folder = temporaryFolder();
  const bus = await startBus('--dir', folder);
  const [, url = ''] = /LOADCELL_BUS=(nats:\/\/\S+) loadcell agent\n/.exec(bus.text) ?? [];
  expect(bus.text).toContain(`LOADCELL_BUS=${url} loadcell run CONFIG --fleet LOADCELL_BUS\n`);
  expect(bus.text).toContain('other machines need --bind ADDRESS');
  expect(await firstByteFrom(url)).toBe('INFO ');
  process.kill(bus.pid, 'SIGINT');
  const { code, stderr } = await bus.finished;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(readdirSync(folder)).toEqual([]);
});

it('prints only the URL with --quiet', async () => {
  const { text } = await startBus('--quiet', '--bind', '127.0.0.3');
  expect(text).toMatch(/^nats:\/\/loadcell:[0-9a-f]{48}@127\.0\.0\.3:\d+\n$/);
});

it('leaves no server behind when it is killed', async () => {
  const bus = await startBus('--dir', temporaryFolder());
  const started = startedBy(bus.pid);
  expect(started.length).toBeGreaterThanOrEqual(2);
  process.kill(bus.pid, 'SIGKILL');
  await bus.finished;
  await expect.poll(() => started.filter((pid) => isRunning(pid))).toEqual([]);
});

it('exits with code 3 when the server ends', async () => {
  const bus = await startBus('--dir', temporaryFolder());
  const [, server = 0] = startedBy(bus.pid);
  process.kill(server, 'SIGKILL');
  const { code, stderr } = await bus.finished;
  expect(code).toBe(3);
  expect(stderr).toContain('error: nats-server ended');
});

it.each([
  { args: ['down'], message: 'unknown action "down": expected up' },
  { args: ['up', '--bind', 'localhost'], message: 'invalid address "localhost"' },
])('rejects $args', async ({ args, message }) => {
  const { code, stderr } = await runLoadcell(['fleet', ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
