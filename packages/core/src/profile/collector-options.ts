import type { SamplerChoice } from '../collector/open-sampler.ts';
import { ConfigError } from '../spec/error/errors.ts';

/** Options of a collector. */
export interface MetricsCollectorOptions {
  /** Process to sample (default: this process). */
  readonly pid?: number;
  /** Samples per second, 1 to 10,000 (default: 1,000). The JavaScript sampler takes at most 100 and reports so. */
  readonly hz?: number;
  /** Whether to sample all descendants of the process, too (default: false). */
  readonly tree?: boolean;
  /** CPU limit of the native threads, as a share of one core above 0 (default: 0.1). They lower their rate to stay below. */
  readonly cpuBudget?: number;
  /** Ends the collection when aborted; its data stays readable. */
  readonly signal?: AbortSignal;
  /**
   * The sampler: `native` is a thread, which continues while JavaScript is busy; `javascript` is a timer; `auto`, the default,
   * is the thread, or the timer where no binary loads and in Bun and Deno, whose clock differs. `sampling.source` of the
   * metrics reports which one was used.
   */
  readonly sampler?: SamplerChoice;
}

/** The options with defaults. */
export interface ResolvedCollectorOptions {
  readonly pid: number;
  readonly hz: number;
  readonly tree: boolean;
  readonly cpuBudget: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly sampler: SamplerChoice;
}

const DEFAULT_HZ = 1000;
const CHOICES: readonly SamplerChoice[] = ['auto', 'native', 'javascript'];

/** @throws {ConfigError} when an option is out of range */
export function resolveCollectorOptions(
  options: MetricsCollectorOptions,
): ResolvedCollectorOptions {
  const { pid = process.pid, hz = DEFAULT_HZ, tree = false, sampler = 'auto' } = options;
  const { cpuBudget, signal } = options;
  if (!Number.isInteger(pid) || pid < 1) {
    throw new ConfigError(`invalid pid ${pid}: expected a whole number of at least 1`);
  }
  if (!(hz >= 1 && hz <= 10_000)) {
    throw new ConfigError(`invalid hz ${hz}: expected 1 to 10,000 samples per second`);
  }
  if (cpuBudget !== undefined && !(cpuBudget > 0)) {
    throw new ConfigError(`invalid cpuBudget ${cpuBudget}: expected a share of one core above 0`);
  }
  if (!CHOICES.includes(sampler)) {
    throw new ConfigError(`unknown sampler "${sampler}": expected one of ${CHOICES.join(', ')}`);
  }
  return { pid, hz, tree, cpuBudget, signal, sampler };
}
