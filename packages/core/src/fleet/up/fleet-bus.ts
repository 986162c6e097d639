import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError, LoadcellError } from '../../spec/error/errors.ts';
import { ChildLifetime } from '../../target/process/child-lifetime.ts';
import { LaunchedCommand } from '../../target/process/launch/launched-command.ts';
import { environmentBytes } from '../../target/process/launch/own-strings.ts';
import { refusedCommand } from '../../target/process/launch/refused-command.ts';
import type { TargetExit } from '../../target/target.ts';
import { checkPlace, placeOf, renderBusSettings } from './bus-settings.ts';
import { findNatsServer } from './find-nats-server.ts';
import { lastWords } from './last-words.ts';
import { readGreeting, type BusGreeting } from './read-greeting.ts';
import { reachableAt } from './reachable-at.ts';

/** Where to start a bus. */
export interface FleetBusOptions {
  /** IP address to listen on. */
  readonly bind: string;
  /** 0 for any free one. */
  readonly port: number;
  /** An existing folder, in which the bus makes its own. */
  readonly within: string;
  /** In the format of PATH. */
  readonly searchPath: string;
}

const USER = 'loadcell';
/** Without letters that a URL would have to escape. */
const PASSWORD_BYTES = 24;
const OWNER_ONLY = 0o600;
/** A NATS server listens within a fraction of a second; a starved machine is slower. */
const START_BOUND_MS = 30_000;
const POLL_MS = 50;
/** It closes its files when asked to end. */
const STOP_GRACE_MS = 5000;

/** A nats-server that Loadcell started, with JetStream and a password of its own. It ends with this process. */
export class FleetBus {
  /** With user and password. Keep it out of files. */
  readonly url: string;
  /** The version of nats-server. */
  readonly version: string;
  readonly port: number;
  readonly #lifetime: ChildLifetime;
  readonly #folder: string;

  private constructor(
    started: { lifetime: ChildLifetime; folder: string },
    { url, version, port }: { url: string; version: string; port: number },
  ) {
    this.#lifetime = started.lifetime;
    this.#folder = started.folder;
    this.url = url;
    this.version = version;
    this.port = port;
  }

  /**
   * Starts it, and waits until it accepts connections.
   * @throws {ConfigError} for an invalid address or port, or a folder that cannot be written
   * @throws {LoadcellError} `BUS` when there is no nats-server, or it does not start
   */
  static async start(options: FleetBusOptions): Promise<FleetBus> {
    const { bind, port, within, searchPath } = options;
    checkPlace(bind, port);
    const program = await findNatsServer(searchPath);
    const folder = await makeFolder(within);
    let lifetime: ChildLifetime | undefined;
    try {
      const password = randomBytes(PASSWORD_BYTES).toString('hex');
      const file = path.join(folder, 'nats.conf');
      const settings = { bind, port, user: USER, password, folder };
      await writeFile(file, renderBusSettings(settings), { mode: OWNER_ONLY });
      lifetime = await launch(program, file);
      const ready = await waitUntilReady({ lifetime, folder, address: reachableAt(bind) });
      const place = placeOf(reachableAt(bind), ready.port);
      const url = `nats://${USER}:${password}@${place}`;
      return new FleetBus({ lifetime, folder }, { url, ...ready });
    } catch (error) {
      await end(lifetime, folder);
      throw error;
    }
  }

  get pid(): number {
    return this.#lifetime.pid;
  }

  /** Settles when it has ended. */
  get exited(): Promise<TargetExit> {
    return this.#lifetime.exited;
  }

  /** The error for a bus that ended without {@link stop}. */
  lost(): LoadcellError {
    return new LoadcellError('BUS', `nats-server ended: ${lastWords(this.#lifetime)}`, {
      help: 'run loadcell fleet up again; agents that wait for the old bus need the new line',
    });
  }

  /** Ends it, and removes its folder. */
  async stop(): Promise<void> {
    await end(this.#lifetime, this.#folder);
  }
}

async function makeFolder(within: string): Promise<string> {
  try {
    return await mkdtemp(path.join(within, 'loadcell-bus-'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`cannot make a folder in "${within}": ${reason}`, {
      help: 'pass --dir with an existing folder that you may write to',
      cause: error,
    });
  }
}

async function end(lifetime: ChildLifetime | undefined, folder: string): Promise<void> {
  try {
    await lifetime?.end({ askedMs: 0, terminatedMs: STOP_GRACE_MS });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function launch(
  { name, searchPath }: { name: string; searchPath: string },
  settingsFile: string,
): Promise<ChildLifetime> {
  const launched = await LaunchedCommand.start({
    command: [name, '-c', settingsFile].map((word) => Buffer.from(word)),
    environment: environmentBytes({ ...process.env, PATH: searchPath }),
    streams: { kind: 'captured' },
  });
  const lifetime = new ChildLifetime(launched);
  const failure = await launched.begin();
  if (failure === undefined) {
    launched.goOn();
    return lifetime;
  }
  await lifetime.end({ askedMs: 0, terminatedMs: 0 });
  throw refusedCommand(Buffer.from(name), failure);
}

/** What {@link waitUntilReady} watches. */
interface Starting {
  readonly lifetime: ChildLifetime;
  readonly folder: string;
  readonly address: string;
}

async function waitUntilReady({
  lifetime,
  folder,
  address,
}: Starting): Promise<{ port: number; version: string }> {
  const givesUpAtMs = performance.now() + START_BOUND_MS;
  while (lifetime.exit === undefined && performance.now() < givesUpAtMs) {
    const port = await readPort(folder);
    const greeting = port === undefined ? undefined : await readGreeting(address, port);
    if (port !== undefined && greeting !== undefined) return { port, version: check(greeting) };
    await delay(POLL_MS);
  }
  const why = lifetime.exit === undefined ? `no greeting in ${START_BOUND_MS / 1000} s` : '';
  throw new LoadcellError('BUS', `nats-server did not start: ${why || lastWords(lifetime)}`, {
    help: 'check --bind and --port, or pass --port 0 for any free port',
  });
}

function check({ version, jetstream }: BusGreeting): string {
  if (jetstream) return version;
  throw new LoadcellError('BUS', `nats-server ${version} runs without JetStream`, {
    help: 'install nats-server 2.9 or later',
  });
}

/** The port that the server writes to a file; undefined until then. */
async function readPort(folder: string): Promise<number | undefined> {
  const name = (await readdir(folder)).find((one) => one.endsWith('.ports'));
  if (name === undefined) return undefined;
  const text = await readFile(path.join(folder, name), 'utf8');
  const [, port] = /"nats:\/\/[^"]*:(\d+)"/.exec(text) ?? [];
  return port === undefined ? undefined : Number(port);
}
