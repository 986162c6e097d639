import { readFileSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { waitUntil } from '../wait-until.ts';

/** Ends no later than the test. */
function owned(child: ChildProcess): ChildProcess {
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output to read');
  const [line]: unknown[] = await once(createInterface(child.stdout), 'line');
  return String(line);
}

/** An idle process. */
export async function startIdleProcess(): Promise<ChildProcess & { readonly pid: number }> {
  const child = owned(spawn('sh', ['-c', 'echo up; exec sleep 600'], { stdio: 'pipe' }));
  await firstLine(child);
  if (child.pid === undefined) throw new Error('no process');
  return Object.assign(child, { pid: child.pid });
}

/** An idle process, and a child that it never waits for. */
export async function startFamily(): Promise<{ readonly parent: number; readonly child: number }> {
  const parent = owned(
    spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600'], { stdio: 'pipe' }),
  );
  const child = Number(await firstLine(parent));
  // The shell would reap the child until exec replaces it.
  await waitUntil(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8') === 'sleep\n');
  // Nothing else kills the child when the test ends: it would outlive its parent.
  onTestFinished(() => {
    try {
      process.kill(child, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  });
  return { parent: parent.pid ?? 0, child };
}

/** A pid that no process has: larger than any the kernel assigns. */
export const NO_PID = 2 ** 22 + 1;
