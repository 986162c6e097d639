import { RawServer, type RawScript } from '../../raw-server.ts';

/** A server whose process ends under load and is restarted on the same port. */
export class RestartedServer {
  #server: RawServer;
  readonly #script: RawScript;

  private constructor(server: RawServer, script: RawScript) {
    this.#server = server;
    this.#script = script;
  }

  static async listen(script: RawScript): Promise<RestartedServer> {
    return new RestartedServer(await RawServer.listen(script), script);
  }

  get url(): string {
    return this.#server.url;
  }

  /**
   * Ends it, connections included, and starts it again.
   * @param pauseMs minimum time without a listener
   * @param seen must have happened before the restart
   * @returns maximum time without a listener, ms
   */
  async restart(pauseMs: number, seen: Promise<void> = Promise.resolve()): Promise<number> {
    const { port } = this.#server;
    const beganMs = performance.now();
    await this.#server.close();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    await seen;
    this.#server = await RawServer.listen(this.#script, { port });
    return performance.now() - beganMs;
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}
