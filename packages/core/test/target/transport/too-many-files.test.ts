import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RawServer, response } from '../http/raw-server.ts';
import { useCleanup } from './transport-run.ts';

const onCleanup = useCleanup();
const script = fileURLToPath(new URL('fixtures/many-connections.mjs', import.meta.url));

/** Runs it with a limit of its own on open files. @returns what it prints, and its exit code */
async function runWithFewFiles(args: readonly string[]): Promise<readonly [string, number | null]> {
  const limited = ['-c', 'ulimit -n 256 && exec "$0" "$@"', process.execPath, script, ...args];
  const child = spawn('sh', limited, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (bytes) => {
    printed += String(bytes);
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return [printed, exitCode];
}

describe('a client that may open too few files', () => {
  it.each(['native', 'undici-worker'])('says so, and goes on with the rest (%s)', async (clock) => {
    const count = 600;
    const server = await RawServer.listen((_request, socket) => socket.write(response(200, 'x')));
    onCleanup(() => server.close());
    const [printed, exitCode] = await runWithFewFiles([clock, String(server.port), String(count)]);
    expect(exitCode).toBe(0);
    const endings: Record<string, number> = JSON.parse(printed);
    expect(Object.keys(endings).toSorted()).toEqual(['end', 'too-many-files']);
    expect(Object.values(endings).reduce((sum, one) => sum + one, 0)).toBe(count);
  });
});
