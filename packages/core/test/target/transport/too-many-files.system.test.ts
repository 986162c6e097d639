import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { RawServer, response } from '../server/raw-server.ts';
import { useCleanup } from './transport-run.ts';

const onCleanup = useCleanup();
const script = fileURLToPath(new URL('fixtures/many-connections.mjs', import.meta.url));

const PrintedSchema = z.object({
  endings: z.record(z.string(), z.number()),
  limit: z.object({ cause: z.string(), requests: z.number(), connections: z.number() }),
});

/** Runs it with a separate limit on open files. @returns its output and exit code */
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

describe('a client with too low a limit on open files', () => {
  it.each(['native', 'undici-worker'])(
    'sends the rest over its open connections, and reports the limit (%s)',
    async (clock) => {
      const count = 600;
      const server = await RawServer.listen((_request, socket) => socket.write(response(200, 'x')));
      onCleanup(() => server.close());
      const args = [clock, String(server.port), String(count)];
      const [printed, exitCode] = await runWithFewFiles(args);
      expect(exitCode).toBe(0);
      const { endings, limit } = PrintedSchema.parse(JSON.parse(printed));
      expect(endings).toEqual({ end: count });
      expect(limit.cause).toBe('descriptors');
      expect(limit.requests).toBeGreaterThan(0);
      expect(limit.connections).toBeLessThan(256);
    },
  );
});
