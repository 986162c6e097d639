import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Runs a client in its own process until it sends its result, one message, and ends.
 * @param {string} name of a file in `actors/`, without its ending
 * @param {object} options of the client
 * @returns {Promise<any>}
 */
export async function runActor(name, options) {
  const child = forkActor(name);
  let result;
  child.once('message', (message) => {
    result = message;
  });
  const exited = once(child, 'exit');
  child.send(options);
  const [code, signal] = await exited;
  if (code === 0 && result !== undefined) return result;
  throw new Error(
    `the client ${name} exited ${signal === null ? `with code ${code}` : `by ${signal}`}`,
  );
}

/** Mock servers in their own process. */
export class ServerProcess {
  #child = forkActor('server');

  /**
   * Starts another server.
   * @param {import('@loadcell/native').MockServerOptions} options
   * @returns {Promise<string>} its URL
   */
  async add(options) {
    this.#child.send({ add: options });
    const [{ url }] = await once(this.#child, 'message');
    return url;
  }

  /** Accounts of the servers, in the order in which they were added. */
  async accounts() {
    this.#child.send({ accounts: true });
    const [{ accounts }] = await once(this.#child, 'message');
    return accounts;
  }

  /** When each event was sent and handed over, by server. */
  async stamps() {
    this.#child.send({ stamps: true });
    const [{ stamps }] = await once(this.#child, 'message');
    return stamps;
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }
}

/**
 * @template T
 * @param {import('@loadcell/native').MockServerOptions} options
 * @param {(url: string, server: ServerProcess) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withServer(options, use) {
  const server = new ServerProcess();
  try {
    return await use(await server.add(options), server);
  } finally {
    await server.stop();
  }
}

/** @param {string} name */
function forkActor(name) {
  const path = fileURLToPath(new URL(`actors/${name}.mjs`, import.meta.url));
  // Stdout belongs to the report.
  return fork(path, { execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}
