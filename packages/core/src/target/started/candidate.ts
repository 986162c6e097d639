import { nowNs } from '../../stream/clock.ts';
import { isOk } from '../server/session/control-client.ts';
import { MODEL_LIST_PATH } from '../server/probe/ask-for-models.ts';
import { GATEWAY_PATH, HEALTH_PATH } from '../server/probe/find-health-path.ts';
import { isListOfModels } from '../server/probe/model-list.ts';
import { askPath, type Asking, type PathResponse } from './ask-path.ts';
import type { TreeListener } from './tree-listeners.ts';

/** Answers that say that a path is not there. */
const NOT_THERE: ReadonlySet<number> = new Set([404, 405, 501]);
const DENIED: ReadonlySet<number> = new Set([401, 403]);

/** What a port turned out to be so far. */
export type Standing =
  /** A model server that is healthy. */
  | 'ready'
  /** Healthy, and does not list models: a model server if no other port is. */
  | 'healthy'
  /** It speaks HTTP and reports that it is not ready. */
  | 'loading'
  /** It answers, and as something else. */
  | 'foreign'
  /** Nothing that is HTTP. */
  | 'silent';

/** A port that a started tree listens on, asked until it is known what it is. */
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

  /** @param readyPath the only path that decides, where the configuration names one */
  async ask(readyPath: string | undefined, asking: Asking): Promise<void> {
    this.standing =
      readyPath === undefined ? await this.#recognize(asking) : await this.#isAt(readyPath, asking);
    if (this.standing === 'ready' || this.standing === 'healthy') this.#noteHealthy();
  }

  #noteHealthy(): void {
    if (Number.isNaN(this.healthyNs)) this.healthyNs = nowNs();
  }

  async #isAt(path: string, asking: Asking): Promise<Standing> {
    const answer = await this.#ask(path, asking);
    if (answer.kind === 'silent') return 'silent';
    return isOk(answer) ? 'ready' : 'loading';
  }

  async #recognize(asking: Asking): Promise<Standing> {
    // LiteLLM sends a request to every model behind it for each GET /health.
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
    const answer = await askPath(this.listener, path, asking);
    this.lastResponse =
      answer.kind === 'silent'
        ? `GET ${path} failed: ${answer.reason}`
        : `GET ${path} returned ${answer.status}`;
    return answer;
  }
}

/** One that wants a key for its list of models has one. */
function lists(answer: PathResponse): boolean {
  if (answer.kind === 'silent') return false;
  if (DENIED.has(answer.status)) return true;
  return isOk(answer) && isListOfModels(answer.text);
}
