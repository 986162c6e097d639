import type { BusKv, BusSubscription } from '../bus/bus.ts';
import { keys } from '../protocol/names.ts';
import type { WatchControl } from './watcher.ts';

/** Keys that are put while no load is on: a start is put seconds ahead of it, totals once all agents have ended. */
const EDGES = ['start.>', 'totals.>'] as const;

/** Follows a run in its bucket, for a watching machine: scrapes at the edges of stages, and ends with the load. */
export class RunFollower {
  readonly #finished = new AbortController();
  readonly #seen = new Set<string>();
  readonly #subscriptions: BusSubscription[] = [];
  #control: WatchControl | undefined;

  private constructor() {}

  /**
   * @param kv bucket of the run
   * @throws {LoadcellError} BUS when the bucket cannot be read
   */
  static async open(kv: Pick<BusKv, 'watch'>): Promise<RunFollower> {
    const follower = new RunFollower();
    try {
      await follower.#open(kv);
      return follower;
    } catch (error) {
      follower.close();
      throw error;
    }
  }

  /** Aborted once the load has ended on all agents: `finished` of a watched run. */
  get finished(): AbortSignal {
    return this.#finished.signal;
  }

  /** Scrapes at edges from now on: `onSampling` of a watched run. */
  attach(control: WatchControl): void {
    this.#control = control;
  }

  /** Stops following; idempotent. */
  close(): void {
    for (const subscription of this.#subscriptions.splice(0)) subscription.close();
    this.#control = undefined;
  }

  async #open(kv: Pick<BusKv, 'watch'>): Promise<void> {
    for (const pattern of EDGES) {
      this.#subscriptions.push(await kv.watch(pattern, ({ key }) => this.#edge(key)));
    }
    const finish = await kv.watch(keys.finish, ({ value }) => {
      if (value !== undefined) this.#finished.abort();
    });
    this.#subscriptions.push(finish);
  }

  /** A value may come twice after a reconnect; its edge is over by then. */
  #edge(key: string): void {
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    void this.#control?.edge();
  }
}
