import type { TreeFigures } from '../../../collector/sampled-tree.ts';
import type { WatchCounts } from '../watcher.ts';

const PERIOD_MS = 1000;

/** Reports once per second what the sampled processes use. */
export class CountsTimer {
  readonly #timer: NodeJS.Timeout | undefined;
  #lastCpuNs = Number.NaN;
  #lastAtNs = Number.NaN;

  constructor(read: () => TreeFigures, onCounts: ((counts: WatchCounts) => void) | undefined) {
    if (onCounts === undefined) return;
    this.#timer = setInterval(() => onCounts(this.#next(read())), PERIOD_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #next({ rssBytes, cpuNs, lastAtNs, live }: TreeFigures): WatchCounts {
    const cpuCores = (cpuNs - this.#lastCpuNs) / (lastAtNs - this.#lastAtNs);
    this.#lastCpuNs = cpuNs;
    this.#lastAtNs = lastAtNs;
    return {
      memoryBytes: rssBytes.last,
      peakMemoryBytes: rssBytes.peak,
      cpuCores,
      processes: live,
    };
  }
}
