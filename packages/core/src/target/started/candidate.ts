import { nowNs } from '../../stream/clock.ts';
import { isOk } from '../server/session/control-client.ts';
import { MODEL_LIST_PATH } from '../server/probe/ask-for-models.ts';
import { GATEWAY_PATH, HEALTH_PATH } from '../server/probe/find-health-path.ts';
import { isListOfModels } from '../server/probe/model-list.ts';
import { askPath, type Asking, type PathResponse } from './ask-path.ts';
import type { TreeListener } from './tree-listeners.ts';

/** Statuses of a missing path. */
const NOT_THERE: ReadonlySet<number> = new Set([404, 405, 501]);
const DENIED: ReadonlySet<number> = new Set([401, 403]);

/** What is known about a port so far. */
export type Standing =
  /** A model server that is healthy. */
  | 'ready'
  /** Healthy without a list of models: a model server if no other port is. */
  | 'healthy'
  /** It speaks HTTP and reports that it is not ready. */
  | 'loading'
  /** It responds as something else. */
  | 'foreign'
  /** No HTTP response. */
  | 'silent';

/** A listening port of a started tree, checked until its kind is known. */
export class Candidate {
  readonly listener: TreeListener;
  /** When it was first seen to listen, CLOCK_MONOTONIC nanoseconds. */
  readonly listeningNs: number;
  /** When it was first healthy; `NaN` before. */
  healthyNs = Number.NaN;
  standing: Standing = 'silent';
  /** Its last response, for messages: `GET /health returned 503`. */
  lastResponse = 'no response yet';

  constructor(listener: TreeListener, listeningNs: number) {
    this.listener = listener;
    this.listeningNs = listeningNs;
  }

  get place(): string {
    return `${this.listener.hostname}:${this.listener.port}`;
  }

  /** @param readyPath decides alone, where the configuration sets it */
  async ask(readyPath: string | undefined, asking: Asking): Promise<void> {
    this.standing =
      readyPath === undefined ? await this.#recognize(asking) : await this.#isAt(readyPath, asking);
    if (this.standing === 'ready' || this.standing === 'healthy') this.#noteHealthy();
  }

  #noteHealthy(): void {
    if (Number.isNaN(this.healthyNs)) this.healthyNs = nowNs();
  }

  async #isAt(path: string, asking: Asking): Promise<Standing> {
    const response = await this.#ask(path, asking);
    if (response.kind === 'silent') return 'silent';
    return isOk(response) ? 'ready' : 'loading';
  }

  async #recognize(asking: Asking): Promise<Standing> {
    // For each GET /health, LiteLLM sends a request to every model behind it.
    const gateway = await this.#ask(GATEWAY_PATH, asking);
    if (gateway.kind === 'silent') return 'silent';
    const health = isOk(gateway) ? gateway : await this.#ask(HEALTH_PATH, asking);
    if (health.kind === 'silent') return 'silent';
    if (isOk(health)) {
      this.#noteHealthy();
      const list = await this.#ask(MODEL_LIST_PATH, asking);
      return lists(list) ? 'ready' : 'healthy';
    }
    if (!NOT_THERE.has(health.status) && !DENIED.has(health.status)) return 'loading';
    // Servers without a health path, such as Ollama, are ready once they list models.
    const list = await this.#ask(MODEL_LIST_PATH, asking);
    if (lists(list)) return 'ready';
    if (list.kind === 'silent') return 'silent';
    return list.status >= 500 && !NOT_THERE.has(list.status) ? 'loading' : 'foreign';
  }

  async #ask(path: string, asking: Asking): Promise<PathResponse> {
    const response = await askPath(this.listener, path, asking);
    this.lastResponse =
      response.kind === 'silent'
        ? `GET ${path} failed: ${response.reason}`
        : `GET ${path} returned ${response.status}`;
    return response;
  }
}

/** A server that requires a key for its list of models has one. */
function lists(response: PathResponse): boolean {
  if (response.kind === 'silent') return false;
  if (DENIED.has(response.status)) return true;
  return isOk(response) && isListOfModels(response.text);
}
