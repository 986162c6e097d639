import type {
  StageFollowing,
  StageKey,
  StageSync,
  StageTotals,
} from '../../../phase/stage/sync/stage-sync.ts';
import { LoadcellError } from '../../../spec/error/errors.ts';
import { nowNs } from '../../../stream/clock.ts';
import { unlessAborted } from '../../bus/bounded-wait.ts';
import type { BusKv, BusSubscription } from '../../bus/bus.ts';
import { keys } from '../../protocol/names.ts';
import { fromPayload, toPayload } from '../../protocol/payload.ts';
import { StageStartSchema, StageTotalsSchema } from '../../protocol/stage-messages.ts';
import { BusFollowing } from './bus-following.ts';
import { Board } from './board.ts';

/** A start that arrives later than its instant by more than this is refused, ns: the workers would not be in step. */
const LATE_NS = 50e6;

const PATTERNS = ['start.>', 'totals.>', 'stop.>'] as const;

/** What a {@link BusSync} needs. */
export interface BusSyncOptions {
  /** Bucket of the run. */
  readonly kv: BusKv;
  /** Name of the agent. */
  readonly agent: string;
  /** The time of this machine at a time of the coordinator, nanoseconds. */
  readonly toLocalNs: (remoteNs: number) => number;
  /** A value could not be stored: the run of this agent ends. */
  readonly onFailure: (error: unknown) => void;
}

/** Joins the stages of an agent with those of all others over the bucket of the run. */
export class BusSync implements StageSync {
  readonly isJoined = true;
  readonly #options: BusSyncOptions;
  readonly #board = new Board();
  readonly #subscriptions: BusSubscription[] = [];

  private constructor(options: BusSyncOptions) {
    this.#options = options;
  }

  /** @throws {LoadcellError} BUS when the bucket cannot be watched */
  static async open(options: BusSyncOptions): Promise<BusSync> {
    const sync = new BusSync(options);
    try {
      for (const pattern of PATTERNS) {
        sync.#subscriptions.push(
          await options.kv.watch(pattern, ({ key, value }) => sync.#board.set(key, value)),
        );
      }
    } catch (error) {
      sync.close();
      throw error;
    }
    return sync;
  }

  async ready(key: StageKey, signal: AbortSignal): Promise<number> {
    signal.throwIfAborted();
    const { kv, agent, toLocalNs } = this.#options;
    await unlessAborted(kv.put(keys.ready(key, agent), { atNs: nowNs() }), signal);
    const value = await this.#board.until(keys.start(key), signal);
    const start = fromPayload(StageStartSchema, value);
    if (start === undefined) throw unreadable(`the start of stage ${key.stage}`);
    const startNs = toLocalNs(start.startNs);
    const lateNs = nowNs() - startNs;
    if (lateNs <= LATE_NS) return startNs;
    throw new LoadcellError(
      'BUS_LATE',
      `the start of stage ${key.stage} arrived ${Math.round(lateNs / 1e6)} ms late`,
      { help: 'check the load of this machine and its connection to the bus' },
    );
  }

  follow(key: StageKey): StageFollowing {
    const { kv, agent, onFailure } = this.#options;
    return new BusFollowing({ board: this.#board, kv, key, agent, onFailure });
  }

  async ended(key: StageKey, own: StageTotals, signal: AbortSignal): Promise<StageTotals> {
    const { kv, agent } = this.#options;
    const totalsOfAgent = toPayload(StageTotalsSchema, own);
    await unlessAborted(kv.put(keys.ended(key, agent), totalsOfAgent), signal);
    const value = await this.#board.until(keys.totals(key), signal);
    const totals = fromPayload(StageTotalsSchema, value);
    if (totals === undefined) throw unreadable(`the totals of stage ${key.stage}`);
    return totals;
  }

  /** Stops listening; idempotent. */
  close(): void {
    for (const subscription of this.#subscriptions.splice(0)) subscription.close();
  }
}

function unreadable(what: string): LoadcellError {
  return new LoadcellError('BUS', `${what} is unreadable`, {
    help: 'run the same version of Loadcell on all machines',
  });
}
