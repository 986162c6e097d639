import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CpuAccount } from '../cpu-account.mjs';

/** Characters of the output that an error includes. */
const TAIL_CHARACTERS = 2000;

/**
 * Runs a client to its end.
 * @param {readonly string[]} command
 * @param {{ cwd: string, environment?: Readonly<Record<string, string>>, allowedCodes?: readonly number[] }} options
 * @returns {Promise<{ cpuSeconds: number, stdout: string }>} CPU time of the client with all of its processes
 * @throws {Error} when it fails
 */
export async function runCommand(command, { cwd, environment = {}, allowedCodes = [0] }) {
  const account = new CpuAccount();
  try {
    const [program, ...args] = account.counting(command);
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr']) {
      child[stream].setEncoding('utf8').on('data', (text) => (output[stream] += text));
    }
    const [code, signal] = await once(child, 'close');
    if (!allowedCodes.includes(code)) {
      const tail = `${output.stdout}${output.stderr}`.slice(-TAIL_CHARACTERS);
      process.stderr.write(`${tail}\n`);
      throw new Error(`${command[0]} exited with ${signal ?? `code ${code}`}; its output is above`);
    }
    return { cpuSeconds: account.seconds, stdout: output.stdout };
  } finally {
    await account.close();
  }
}
