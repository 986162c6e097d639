/**
 * What is watched, set by the command line of its machine: `pid`, one process and its descendants; `port`, the process that
 * listens on a TCP port of this machine; `cgroup`, all processes of a cgroup and of those below it.
 */
export type WatchTarget =
  | { readonly kind: 'pid'; readonly pid: number }
  | { readonly kind: 'port'; readonly port: number }
  | { readonly kind: 'cgroup'; readonly path: string };

/** Options of a {@link Watcher}. */
export interface WatchOptions {
  readonly target: WatchTarget;
  /** URLs of metrics that the server reports, such as `http://127.0.0.1:8000/metrics`. */
  readonly metricsUrls: readonly string[];
  /** Memory of the processes that ends the run, bytes: RSS, huge pages and swap, as `--max-memory` of `run`. No limit when absent. */
  readonly maxMemoryBytes?: number;
  /** Samples per second, 1 to 10,000 (default: 1,000). */
  readonly hz?: number;
  /** Mount point of proc, for tests (default: /proc). */
  readonly procRoot?: string;
}
