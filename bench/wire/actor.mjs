import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Runs a client in a process of its own and gives what it tells: one message, and then it ends.
 * @param {string} name of a file in `actors/`, without its ending
 * @param {object} options what the client is told
 * @returns {Promise<any>}
 */
export async function runActor(name, options) {
  const child = forkActor(name);
  let told;
  child.once('message', (message) => {
    told = message;
  });
  const exited = once(child, 'exit');
  child.send(options);
  const [code, signal] = await exited;
  if (code === 0 && told !== undefined) return told;
  throw new Error(
    `The client ${name} ended ${signal === null ? `with code ${code}` : `by ${signal}`}`,
  );
}

/** Mock servers in a process of their own. */
export class ServerProcess {
  #child = forkActor('server');

  /**
   * Starts one more server.
   * @param {import('@loadcell/native').MockServerOptions} options
   * @returns {Promise<string>} its URL
   */
  async add(options) {
    this.#child.send({ add: options });
    const [{ url }] = await once(this.#child, 'message');
    return url;
  }

  /** What the servers tell of themselves, in the order in which they were added. */
  async accounts() {
    this.#child.send({ accounts: true });
    const [{ accounts }] = await once(this.#child, 'message');
    return accounts;
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
