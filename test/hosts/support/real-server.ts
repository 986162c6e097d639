import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll } from 'vitest';
import * as z from 'zod';
import type { NetworkMachine } from '../../fleet/support/network.ts';
import { SEARCH_PATH } from '../../fleet/support/why-no-lab.ts';

const SCRIPT = fileURLToPath(new URL('../../../scripts/hosts.mjs', import.meta.url));
/** Lines of the server log that a failure quotes. */
const QUOTED_LINES = 30;
/** Bound on the start of a server on a machine with two busy cores. */
const START_MS = 10 * 60_000;

/** The line that marks a server as ready. */
const ReadySchema = z.object({
  url: z.string(),
  model: z.string(),
  key: z.string().optional(),
  pid: z.number(),
});

/** Names of the servers that these tests can start. */
export type ServerName = 'vllm' | 'vllm-pooling' | 'vllm-scoring' | 'litellm' | 'transformers';

/** A running real server. */
export interface RealServer extends z.infer<typeof ReadySchema> {
  readonly name: ServerName;
  /** All output so far. */
  readonly log: () => string;
  /** Ends all processes of the server. */
  readonly stop: () => Promise<void>;
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-QUOTED_LINES).join('\n');
}

/** The line that marks a server as ready, or undefined when the server ended first. */
async function readyLine(child: ChildProcess): Promise<string | undefined> {
  if (child.stdout === null) throw new Error('The server has no output.');
  for await (const line of createInterface(child.stdout)) return line;
  return undefined;
}

/** Where a real server runs. */
export interface ServerPlace {
  /** URL of the server behind a gateway. */
  readonly upstream?: string;
  /** The machine that it runs on, and a port there; this one and any port when absent. */
  readonly on?: Pick<NetworkMachine, 'within' | 'address'> & { readonly port: number };
}

/** Starts a real server and waits until it responds. The server ends when its input does, and thus with this process. */
async function startRealServer(
  name: ServerName,
  { upstream, on }: ServerPlace,
): Promise<RealServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-host-log-'));
  const file = path.join(folder, `${name}.log`);
  const output = openSync(file, 'a');
  const command = [
    ...(on?.within ?? []),
    process.execPath,
    SCRIPT,
    'start',
    name,
    '--until-stdin-ends',
    ...(upstream === undefined ? [] : ['--upstream', upstream]),
    ...(on === undefined ? [] : ['--address', on.address, '--port', String(on.port)]),
  ];
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    env: { ...process.env, PATH: SEARCH_PATH },
    stdio: ['pipe', 'pipe', output],
  });
  closeSync(output);
  const ended = once(child, 'close');
  const log = (): string => readFileSync(file, 'utf8');
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const line = await readyLine(child);
    if (line === undefined) throw new Error(`${name} did not start:\n${lastLines(log())}`);
    return { ...ReadySchema.parse(JSON.parse(line)), name, log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Runs a real server during a group of tests; a failed test quotes the end of its log.
 * @param place called when it starts
 */
export function useRealServer(
  name: ServerName,
  place: () => ServerPlace = () => ({}),
): () => RealServer {
  let server: RealServer | undefined;
  beforeAll(async () => {
    server = await startRealServer(name, place());
  }, START_MS);
  afterAll(async () => server?.stop(), START_MS);
  afterEach(({ task }) => {
    if (task.result?.state !== 'fail' || server === undefined) return;
    process.stderr.write(`Log of ${name}, last lines:\n${lastLines(server.log())}\n`);
  });
  return () => {
    if (server === undefined) throw new Error(`${name} did not start.`);
    return server;
  };
}
