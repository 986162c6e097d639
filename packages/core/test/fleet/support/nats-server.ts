import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** How a server is started. */
export interface NatsServerOptions {
  /** Default true. */
  readonly isWithJetStream?: boolean;
  /** Flags besides the address, such as `-c FILE`. */
  readonly flags?: readonly string[];
}

/** A nats-server on a free port of loopback; stop it in `finally`. */
export class NatsServer {
  readonly port: number;
  readonly #folder: string;
  readonly #flags: readonly string[];
  #child: ChildProcess | undefined;

  private constructor(port: number, folder: string, flags: readonly string[]) {
    this.port = port;
    this.#folder = folder;
    this.#flags = flags;
  }

  static async start(options: NatsServerOptions = {}): Promise<NatsServer> {
    const folder = await mkdtemp(join(tmpdir(), 'loadcell-nats-'));
    const jetStream = options.isWithJetStream === false ? [] : ['-js', '-sd', folder];
    const server = new NatsServer(await freePort(), folder, [
      ...jetStream,
      ...(options.flags ?? []),
    ]);
    await server.resume();
    return server;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  /** Starts the server on its port and folder, again after {@link halt}. */
  async resume(): Promise<void> {
    const log = join(this.#folder, 'log');
    const address = ['-a', '127.0.0.1', '-p', String(this.port), '-l', log];
    const child = spawn(natsServerPath(), [...address, ...this.#flags], { stdio: 'ignore' });
    this.#child = child;
    while (!(await text(log)).includes('Server is ready')) {
      if (child.exitCode !== null) throw new Error(`nats-server exited: ${await text(log)}`);
      await delay(20);
    }
    await rm(log, { force: true });
  }

  /** Stops the server and keeps what it stored. */
  async halt(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  /** Stops the server and deletes what it stored. */
  async stop(): Promise<void> {
    await this.halt('SIGKILL');
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function natsServerPath(): string {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin'];
  const path = folders.map((folder) => join(folder, 'nats-server')).find(existsSync);
  if (path === undefined) throw new Error('nats-server is missing: apt-get install nats-server');
  return path;
}

async function text(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch(() => '');
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
