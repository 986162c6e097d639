import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** `bench/main.mjs`, which `npm run bench` runs. */
export const BENCH_PROGRAM = fileURLToPath(new URL('../../../bench/main.mjs', import.meta.url));

/** Runs a benchmark to its end. */
export function runBench(...args: string[]) {
  return runBenchIn({}, ...args);
}

/** Runs a benchmark to its end, with variables added to its environment. */
export async function runBenchIn(env: Readonly<Record<string, string>>, ...args: string[]) {
  const child = spawn(process.execPath, [BENCH_PROGRAM, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: Number(code), stdout, stderr };
}
