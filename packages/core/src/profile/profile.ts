import type { Metrics } from '../spec/contract/metrics-collector.ts';
import type { MetricsCollectorOptions } from './collector-options.ts';
import { MetricsCollector } from './metrics-collector.ts';

/** Options of `profile()`. */
export interface ProfileOptions extends MetricsCollectorOptions {
  /** Called with the metrics until the function failed; its error is then rethrown. */
  readonly onFailure?: (error: unknown, metrics: Metrics) => void;
}

/** The result of a function, and its metrics. */
export interface Profiled<Value> {
  readonly value: Value;
  readonly metrics: Metrics;
}

/**
 * Runs a function and measures memory while it runs, by default of this process. The collection ends before the result is
 * returned, in any case.
 * @param work may return a value or a promise; its argument is the collector, to time and mark its parts
 * @throws what the function throws, after the call of `onFailure`
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
