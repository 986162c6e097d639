import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/**
 * Runs a Python program until the test is over: it must print once it is ready, and then read its input to the end.
 * @returns its pid, once it has printed
 */
export async function startPython(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  const child = spawn('python3', ['-c', program, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.stdin.end();
    await exited;
  });
  await once(child.stdout, 'data');
  return child.pid ?? Number.NaN;
}
