import type { StageFollowing, StageKey, StageStop } from '../../../phase/stage/sync/stage-sync.ts';
import type { StageSummary } from '../../../phase/stage/sync/stage-summary.ts';
import { StageSummarySchema } from '../../../phase/stage/sync/stage-summary.ts';
import type { StageEnding } from '../../../stream/stage/stage-ending.ts';
import type { BusKv } from '../../bus/bus.ts';
import { keys } from '../../protocol/names.ts';
import { fromPayload, toPayload } from '../../protocol/payload.ts';
import { StageStopSchema } from '../../protocol/stage-messages.ts';
import type { Board } from './board.ts';

/** What a {@link BusFollowing} needs. */
interface FollowingOptions {
  readonly board: Board;
  readonly kv: BusKv;
  readonly key: StageKey;
  readonly agent: string;
  readonly onFailure: (error: unknown) => void;
}

/** A stage in progress that the coordinator can end for all agents. */
export class BusFollowing implements StageFollowing {
  readonly #options: FollowingOptions;
  readonly #controller = new AbortController();
  readonly #stopListening: () => void;
  #stop: StageStop | undefined;
  #next: StageSummary | undefined;
  #isPutting = false;

  constructor(options: FollowingOptions) {
    this.#options = options;
    this.#stopListening = options.board.listen(keys.stop(options.key), (value) => {
      this.#stop ??= fromPayload(StageStopSchema, value);
      if (this.#stop !== undefined) this.#controller.abort();
    });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get stop(): StageStop | undefined {
    return this.#stop;
  }

  report(summary: StageSummary): void {
    this.#next = summary;
    if (!this.#isPutting) void this.#putSummaries();
  }

  endedItself(endedBy: StageEnding): void {
    const { kv, key, agent, onFailure } = this.#options;
    kv.put(keys.stopped(key, agent), { endedBy }).catch(onFailure);
  }

  close(): void {
    this.#stopListening();
  }

  /** One after the other: while the bus is slow, only the last summary matters. */
  async #putSummaries(): Promise<void> {
    const { kv, key, agent, onFailure } = this.#options;
    this.#isPutting = true;
    try {
      while (this.#next !== undefined) {
        const summary = toPayload(StageSummarySchema, this.#next);
        this.#next = undefined;
        await kv.put(keys.summary(key, agent), summary);
      }
    } catch (error) {
      onFailure(error);
    } finally {
      this.#isPutting = false;
    }
  }
}
