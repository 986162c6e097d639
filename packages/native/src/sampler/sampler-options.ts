import { constants } from 'node:os';
import type {
  AddonGuard,
  AddonHeap,
  AddonSamplerOptions,
  AddonSurvey,
} from '../addon/addon-sampler.ts';
import { readHeap } from './heap-report.ts';
import { ringBytes } from '../record/ring-reader.ts';

/**
 * Limits for the memory of all sampled processes together: resident, swapped and huge pages. The guard acts in the tick that
 * crosses a limit, or once the proportional size is above it when the excess may be shared pages.
 */
export interface GuardOptions {
  /** Crossing it is only reported. */
  readonly softLimitBytes?: number;
  readonly hardLimitBytes?: number;
  /**
   * Sent once to every sampled process, and to the group of each leader, when the hard limit is crossed.
   * Only for processes that the caller started.
   */
  readonly stopSignal?: 'SIGTERM' | 'SIGKILL';
}

/** What is read in addition to RSS, on a separate thread. */
export interface SurveyOptions {
  /** Interval between reads of each process, ns (default: 20 ms). */
  readonly periodNs?: number;
  /** Interval between searches for new processes, ns (default: 60 ms). */
  readonly discoveryPeriodNs?: number;
  /** Interval between reads of all threads, ns (default: 500 ms). */
  readonly threadsPeriodNs?: number;
  /** Whether memory, CPU time and PSI of the machine are read (default: true). */
  readonly machine?: boolean;
  /** Whether the cgroup of the first process is read (default: true). */
  readonly cgroup?: boolean;
  /** Maximum rows waiting for `drainSurvey()`, a power of two (default: 16,384). */
  readonly ringSlots?: number;
}

/** What to sample, and how often. */
export interface SamplerOptions {
  /** A running process; this process is allowed. */
  readonly pid?: number;
  /** Further processes. */
  readonly pids?: readonly number[];
  /** A folder of the cgroup file system: the processes of that cgroup and of those below it are sampled. */
  readonly cgroupFolder?: string;
  /** Whether all descendants of these processes are found and sampled. */
  readonly tree?: boolean;
  /**
   * The process that adopts orphans of the tree: all its children belong to the tree, but it does not. Needs `tree`.
   */
  readonly adopter?: number;
  /** Sampling period, 1,000 to 3.6e12 ns; 1,000,000 is 1 kHz. */
  readonly periodNs: number;
  /**
   * Maximum samples waiting for `drain()`, a power of two; further ones are dropped and counted. Default: 16,384 (1 MiB, 16 s of
   * one process at 1 kHz), or 65,536 when processes are searched for.
   */
  readonly ringSlots?: number;
  /** Maximum concurrently sampled processes (default: 4,096), within the limit on open files. */
  readonly maxProcesses?: number;
  /**
   * Share of one core that the native threads may use (default: 0.1); `Infinity` for no budget. The sampling rate decreases to
   * stay within it.
   */
  readonly cpuBudget?: number;
  /** Whether to skip the CPU clock of each process, which takes 0.5 us per sample. */
  readonly memoryOnly?: boolean;
  /**
   * Whether to read the proportional size of a tree, in which each shared page counts once: at new peaks and once per second, for
   * at most 5% of the time. Needs `tree` (default: false).
   */
  readonly weighs?: boolean;
  readonly guard?: GuardOptions;
  /** On if given, or if needed to search for processes. */
  readonly survey?: SurveyOptions;
  /**
   * Whether to read the JavaScript heap of this thread, whose process must be sampled. V8 reads it even while JavaScript is busy;
   * if V8 cannot, or with `timer`, a JavaScript timer does.
   */
  readonly heap?: boolean | 'timer';
  /** Replacement of `/proc` for tests. */
  readonly procRoot?: string;
}

const DEFAULT_BUDGET = 0.1;
/** Part of the budget for the survey, if there is one. */
const SURVEY_SHARE = 0.25;
const SAMPLING_SHARE = 1 - SURVEY_SHARE;

/** Memory of the rings, and the options for the addon. */
export interface ResolvedSampler {
  readonly ring: SharedArrayBuffer;
  readonly surveyRing: SharedArrayBuffer | undefined;
  /** Share of one core for both threads, and the part of it for the sampling thread. */
  readonly budget: { readonly cpuBudget: number; readonly samplingShare: number };
  readonly addon: AddonSamplerOptions;
}

/**
 * Resolves every option; the addon checks the ranges.
 * @throws {RangeError} when there is nothing to sample, or the signal would reach this process
 */
export function resolveSampler(options: SamplerOptions): ResolvedSampler {
  const { pid, pids = [], cgroupFolder = '', tree = false, periodNs } = options;
  const all = pid === undefined ? [...pids] : [pid, ...pids];
  if (all.length === 0 && cgroupFolder === '') {
    throw new RangeError('Nothing to sample: pass pid, pids or cgroupFolder.');
  }
  if (options.guard?.stopSignal !== undefined && all.includes(process.pid)) {
    throw new RangeError('guard.stopSignal cannot be combined with sampling this process.');
  }
  if (options.heap !== undefined && options.heap !== false && !all.includes(process.pid)) {
    throw new RangeError(`heap needs this process (${process.pid}) among the sampled ones.`);
  }
  const isSearching = tree || cgroupFolder !== '';
  const hasSurvey = isSearching || options.survey !== undefined;
  const ringSlots = options.ringSlots ?? (isSearching ? 65_536 : 16_384);
  const budget = options.cpuBudget ?? DEFAULT_BUDGET;
  const ring = new SharedArrayBuffer(ringBytes(ringSlots));
  const survey = hasSurvey ? resolveSurvey(options, all, budget * SURVEY_SHARE) : undefined;
  return {
    ring,
    surveyRing: survey?.memory,
    budget: { cpuBudget: budget, samplingShare: hasSurvey ? SAMPLING_SHARE : 1 },
    addon: {
      procRoot: options.procRoot ?? '/proc',
      pids: all,
      maxProcesses: options.maxProcesses ?? 4096,
      periodNs,
      cpuShare: hasSurvey ? budget * SAMPLING_SHARE : budget,
      memoryOnly: options.memoryOnly ?? false,
      weighs: options.weighs ?? false,
      endsWithProcesses: cgroupFolder === '',
      guard: options.guard === undefined ? null : resolveGuard(options.guard),
      survey: survey?.addon ?? null,
      heap: resolveHeap(options.heap),
      ringSlots,
      ring: new Uint8Array(ring),
    },
  };
}

function resolveGuard(guard: GuardOptions): AddonGuard {
  return {
    softLimitBytes: guard.softLimitBytes ?? Infinity,
    hardLimitBytes: guard.hardLimitBytes ?? Infinity,
    stopSignal: guard.stopSignal === undefined ? 0 : constants.signals[guard.stopSignal],
  };
}

function resolveHeap(heap: SamplerOptions['heap'] = false): AddonHeap | null {
  return heap === false ? null : { usesTimer: heap === 'timer', readHeap };
}

function resolveSurvey(
  { survey = {}, tree = false, adopter = 0, cgroupFolder = '' }: SamplerOptions,
  pids: readonly number[],
  cpuShare: number,
): { memory: SharedArrayBuffer; addon: AddonSurvey } {
  const ringSlots = survey.ringSlots ?? 16_384;
  const memory = new SharedArrayBuffer(ringBytes(ringSlots));
  return {
    memory,
    addon: {
      periodNs: survey.periodNs ?? 20_000_000,
      discoveryPeriodNs: survey.discoveryPeriodNs ?? 60_000_000,
      threadsPeriodNs: survey.threadsPeriodNs ?? 500_000_000,
      cpuShare,
      followsChildren: tree,
      adopter,
      cgroupFolder,
      machine: survey.machine ?? true,
      cgroupOf: survey.cgroup === false ? 0 : (pids[0] ?? 0),
      ringSlots,
      ring: new Uint8Array(memory),
    },
  };
}
