import { spawn } from 'node:child_process';

/** Ends a program that hangs, and none that a busy machine slows down. */
const HANG_MS = 600_000;

/**
 * Runs a program to its end.
 * @returns its exit code, what it printed on stdout, and both streams in order as `output`
 */
export function runProgram(program, args, { cwd, env = process.env, input = '', isDone } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), HANG_MS);
    let stdout = '';
    let output = '';
    let isEnding = false;
    const take = (isStdout) => (bytes) => {
      if (isStdout) stdout += bytes;
      output += bytes;
      // A server runs until it is interrupted.
      if (!isEnding && isDone?.(output)) {
        isEnding = true;
        child.kill('SIGINT');
      }
    };
    child.stdout.on('data', take(true));
    child.stderr.on('data', take(false));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? signal, stdout, output });
    });
  });
}
