import type { SamplerChoice } from '../collector/open-sampler.ts';
import { ConfigError } from '../spec/error/errors.ts';

/** What to collect from, how often, and until when. */
export interface MetricsCollectorOptions {
  /** Process to sample; this one when absent. */
  readonly pid?: number;
  /** Samples a second, 1 to 10,000; 1,000 when absent. A timer of JavaScript takes 100 at most, and says so. */
  readonly hz?: number;
  /** Whether children of the process, and theirs, are found and sampled with it; they are not when absent. */
  readonly tree?: boolean;
  /** Share of a core that the native threads may use, above 0; 0.1 when absent. They lower their rate before they use more. */
  readonly cpuBudget?: number;
  /** Ends the collection when it is aborted; what was collected stays readable. */
  readonly signal?: AbortSignal;
  /**
   * Who samples: `native` a thread of its own, which goes on while JavaScript is busy; `javascript` a timer; `auto`, when
   * absent, the thread, and the timer where no binary loads and in Bun and Deno, whose clock is another. `sampling.source` of the metrics says which it was.
   */
  readonly sampler?: SamplerChoice;
}

/** The options, complete. */
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
    throw new ConfigError(`pid ${pid} is not a process: expected a whole number from 1 up.`);
  }
  if (!(hz >= 1 && hz <= 10_000)) {
    throw new ConfigError(`hz ${hz} is out of range: expected 1 to 10,000 samples a second.`);
  }
  if (cpuBudget !== undefined && !(cpuBudget > 0)) {
    throw new ConfigError(`cpuBudget ${cpuBudget} is no share of a core: expected more than 0.`);
  }
  if (!CHOICES.includes(sampler)) {
    throw new ConfigError(`sampler ${sampler} is not known: expected ${CHOICES.join(', ')}.`);
  }
  return { pid, hz, tree, cpuBudget, signal, sampler };
}
