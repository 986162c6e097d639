import type { Metrics } from '../spec/contract/metrics-collector.ts';
import type { MetricsCollectorOptions } from './collector-options.ts';
import { MetricsCollector } from './metrics-collector.ts';

/** How to profile a function. */
export interface ProfileOptions extends MetricsCollectorOptions {
  /** Takes what was measured until the function failed; its error is thrown afterwards, as it is. */
  readonly onFailure?: (error: unknown, metrics: Metrics) => void;
}

/** What a function returned, and what it cost. */
export interface Profiled<Value> {
  readonly value: Value;
  readonly metrics: Metrics;
}

/**
 * Runs a function and measures memory while it does; of this process, unless the options name another.
 * The collection is over before the result is handed on, whatever the function does.
 * @param work may return a value or a promise; it is given the collector, to time and mark parts of itself
 * @throws what the function throws, after `onFailure` was told
 * @throws {ConfigError} when an option is out of range, before the function runs
 * @throws {LoadcellError} when nothing can be sampled, before the function runs
 */
export async function profile<Value>(
  work: (collector: MetricsCollector) => Value | Promise<Value>,
  options: ProfileOptions = {},
): Promise<Profiled<Value>> {
  const { onFailure, ...collected } = options;
  const collector = new MetricsCollector(collected);
  collector.startCollection();
  let value: Value;
  try {
    value = await work(collector);
  } catch (error) {
    collector.stopCollection();
    onFailure?.(error, collector.getMetrics());
    throw error;
  } finally {
    collector.stopCollection();
  }
  return { value, metrics: collector.getMetrics() };
}
