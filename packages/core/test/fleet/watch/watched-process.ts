import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** Bytes of memory that {@link startHolder} holds. */
export const HELD_BYTES = 64 * 2 ** 20;

const HOLDS = `
import socket, sys
held = bytearray(b'x') * ${HELD_BYTES}
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', int(sys.argv[1])))
server.listen()
print(server.getsockname()[1], flush=True)
sys.stdin.read()
`;

/** A process of known memory that listens on a port. */
export interface Holder {
  readonly pid: number;
  readonly port: number;
  /** Ends it. */
  readonly kill: () => Promise<void>;
}

/**
 * Starts a process that holds {@link HELD_BYTES} and listens; it ends no later than the test.
 * @param port any free one unless given
 */
export async function startHolder(port = 0): Promise<Holder> {
  const child = spawn('python3', ['-c', HOLDS, String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(kill);
  return { pid: child.pid ?? Number.NaN, port: await firstNumber(child), kill };
}

async function firstNumber({ stdout }: ChildProcess): Promise<number> {
  if (stdout === null) throw new Error('no output to read');
  const [line]: unknown[] = await once(createInterface(stdout), 'line');
  return Number(line);
}
