import { chunk, CHUNKED_HEAD, LAST_CHUNK, RawServer, response } from '../raw-server.ts';
import type { RawRequest } from '../raw-server.ts';

/** How a server of several models lets itself be managed. */
export type ManagedKind = 'router' | 'ollama' | 'vllm';

/** Responds to one path of the server. */
type Route = (body: Readonly<Record<string, unknown>>) => { status?: number; json: unknown };

const json = (value: unknown, status = 200): string =>
  response(status, JSON.stringify(value), { 'Content-Type': 'application/json' });

const EVENTS = ['{"choices":[{"delta":{"content":"one"}}]}', '[DONE]'];
const ANSWER =
  CHUNKED_HEAD + EVENTS.map((data) => chunk(`data: ${data}\n\n`)).join('') + LAST_CHUNK;

/**
 * A server that holds some of its models, like a router of llama.cpp, Ollama, or vLLM in sleep mode. A load and an
 * unload are under way until they were asked about once more.
 */
export class ModelServer {
  readonly resident: Set<string>;
  /** What was loaded (`+a`) and unloaded (`-a`), and asked (`?a`), in order. */
  readonly log: string[] = [];
  /** Models whose load fails. */
  readonly broken = new Set<string>();
  readonly #models: readonly string[];
  readonly #routes: ReadonlyMap<string, Route>;
  readonly #underWay = new Map<string, 'loading' | 'unloading'>();
  readonly #stalled = new Set<string>();
  #server: RawServer | undefined;

  private constructor(kind: ManagedKind, models: readonly string[]) {
    this.#models = models;
    this.resident = new Set(models);
    const routes = { router: this.#router(), ollama: this.#ollama(), vllm: this.#vllm() };
    this.#routes = new Map(Object.entries(routes[kind]));
  }

  /** All its models are in memory at first. */
  static async listen(kind: ManagedKind, models: readonly string[]): Promise<ModelServer> {
    const made = new ModelServer(kind, models);
    made.#server = await RawServer.listen((request, socket) => {
      socket.write(made.#respond(request));
    });
    return made;
  }

  /** From now on a load of this model never ends. */
  stall(model: string): void {
    this.#stalled.add(model);
  }

  get url(): string {
    return this.#server?.url ?? '';
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  #respond({ path, body }: RawRequest): string {
    const fields = body === '' ? {} : JSON.parse(body);
    if (path === '/v1/models') return json({ data: this.#models.map((id) => ({ id })) });
    if (path === '/v1/chat/completions') {
      this.log.push(`?${fields.model}`);
      return this.resident.has(fields.model) ? ANSWER : json({ error: 'not loaded' }, 500);
    }
    const route = this.#routes.get(path)?.(fields);
    return route === undefined ? response(404, '') : json(route.json, route.status);
  }

  #begin(model: string, what: 'loading' | 'unloading'): void {
    this.log.push(`${what === 'loading' ? '+' : '-'}${model}`);
    this.#underWay.set(model, what);
  }

  /** What was under way is over when it is asked about. */
  #settle(): void {
    for (const [model, what] of this.#underWay) {
      if (this.#stalled.has(model)) continue;
      this.#underWay.delete(model);
      if (what === 'unloading') this.resident.delete(model);
      else if (!this.broken.has(model)) this.resident.add(model);
    }
  }

  #router(): Record<string, Route> {
    const status = (id: string) => ({
      value: this.#underWay.get(id) ?? (this.resident.has(id) ? 'loaded' : 'unloaded'),
      ...(this.broken.has(id) ? { failed: true, exit_code: 1 } : {}),
    });
    return {
      '/models': () => {
        const data = this.#models.map((id) => ({ id, status: status(id) }));
        this.#settle();
        return { json: { data } };
      },
      '/models/load': ({ model }) => {
        this.#begin(String(model), 'loading');
        return { json: { success: true } };
      },
      '/models/unload': ({ model }) => {
        this.#begin(String(model), 'unloading');
        return { json: { success: true } };
      },
    };
  }

  #ollama(): Record<string, Route> {
    return {
      '/api/ps': () => {
        const models = [...this.resident].map((name) => ({ name, model: name, size: 4096 }));
        this.#settle();
        return { json: { models } };
      },
      '/api/generate': ({ model, keep_alive }) => {
        const name = String(model);
        if (this.broken.has(name)) return { status: 500, json: { error: 'out of memory' } };
        this.#begin(name, keep_alive === 0 ? 'unloading' : 'loading');
        // Responds to a load when it is done, to an unload before.
        if (keep_alive !== 0) this.#settle();
        return { json: { done: true } };
      },
    };
  }

  #vllm(): Record<string, Route> {
    const all = (what: 'loading' | 'unloading'): Route => {
      return () => {
        for (const model of this.#models) this.#begin(model, what);
        return { json: {} };
      };
    };
    return {
      '/is_sleeping': () => {
        const isSleeping = this.resident.size === 0;
        this.#settle();
        return { json: { is_sleeping: isSleeping } };
      },
      '/sleep?level=1': all('unloading'),
      '/wake_up': all('loading'),
    };
  }
}
