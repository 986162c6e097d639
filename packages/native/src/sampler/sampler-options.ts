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
 * Limits on the memory of all sampled processes together: resident, swapped and huge pages. Acted on in the tick that crosses one;
 * where processes may share what is above it, once their proportional size is.
 */
export interface GuardOptions {
  /** Crossing it is told, and nothing else. */
  readonly softLimitBytes?: number;
  readonly hardLimitBytes?: number;
  /**
   * Sent once to every sampled process, and to the group of each that leads one, when the hard limit is crossed.
   * Only for processes that the caller has started.
   */
  readonly stopSignal?: 'SIGTERM' | 'SIGKILL';
}

/** What is read beside resident sizes, on a thread of its own. */
export interface SurveyOptions {
  /** Between reads of each process, 20,000,000 nanoseconds unless given. */
  readonly periodNs?: number;
  /** Between searches for new processes, 60,000,000 nanoseconds unless given. */
  readonly discoveryPeriodNs?: number;
  /** Between walks over all threads, 500,000,000 nanoseconds unless given. */
  readonly threadsPeriodNs?: number;
  /** Whether the machine's memory, CPU time and pressure are read; they are unless false. */
  readonly machine?: boolean;
  /** Whether the cgroup of the first process is read; it is unless false. */
  readonly cgroup?: boolean;
  /** Rows that wait for `drainSurvey()` at most, a power of two; 16,384 unless given. */
  readonly ringSlots?: number;
}

/** What to sample, and how often. */
export interface SamplerOptions {
  /** A running process; this one's own is allowed. */
  readonly pid?: number;
  /** More of them. */
  readonly pids?: readonly number[];
  /** A folder of the cgroup file system: its processes are sampled, and those of the groups below. */
  readonly cgroupFolder?: string;
  /** Whether the children of these processes, and theirs, are found and sampled too. */
  readonly tree?: boolean;
  /**
   * The process that adopts those of the tree whose parent has ended: all of its children are of the tree, and it is not.
   * Needs `tree`.
   */
  readonly adopter?: number;
  /** Time between samples, 1,000 to 3.6e12 nanoseconds; 1,000,000 is a kilohertz. */
  readonly periodNs: number;
  /**
   * Samples that wait for `drain()` at most, a power of two; more are dropped and counted.
   * 16,384 unless given (1 MiB, 16 seconds of one process at a kilohertz); 65,536 where processes are looked for.
   */
  readonly ringSlots?: number;
  /** Processes sampled at the same time at most, 4,096 unless given, or as many as the limit on open files allows. */
  readonly maxProcesses?: number;
  /**
   * Share of a core that the native threads may use, 0.1 unless given; `Infinity` for no budget. The rate goes down
   * before they use more.
   */
  readonly cpuBudget?: number;
  /** Whether to leave out the CPU clock of each process, half a microsecond a sample. */
  readonly memoryOnly?: boolean;
  /**
   * Whether to read the proportional size of a tree, in which each shared page counts once: at new peaks and every second, in at
   * most 1% of the time. Needs `tree`; off unless true.
   */
  readonly weighs?: boolean;
  readonly guard?: GuardOptions;
  /** Off unless given or needed to look for processes. */
  readonly survey?: SurveyOptions;
  /**
   * Whether to read the JavaScript heap of this thread, whose process must be among those sampled. V8 tells it by
   * itself, also while JavaScript is busy; where it cannot, or with `timer`, a timer of JavaScript does.
   */
  readonly heap?: boolean | 'timer';
  /** Where the kernel shows its processes, `/proc` unless given; tests use a folder of their own. */
  readonly procRoot?: string;
}

const DEFAULT_BUDGET = 0.1;
/** The part of the budget that is the survey's where there is one. */
const SURVEY_SHARE = 0.25;
const SAMPLING_SHARE = 1 - SURVEY_SHARE;

/** The memory of the rings, and the options as the addon takes them. */
export interface ResolvedSampler {
  readonly ring: SharedArrayBuffer;
  readonly surveyRing: SharedArrayBuffer | undefined;
  /** Share of a core that both threads may use, and the part of it that is the sampling thread's. */
  readonly budget: { readonly cpuBudget: number; readonly samplingShare: number };
  readonly addon: AddonSamplerOptions;
}

/**
 * Resolves every option; the addon checks the ranges.
 * @throws {RangeError} when there is nothing to sample, or a signal is meant for this very process
 */
export function resolveSampler(options: SamplerOptions): ResolvedSampler {
  const { pid, pids = [], cgroupFolder = '', tree = false, periodNs } = options;
  const all = pid === undefined ? [...pids] : [pid, ...pids];
  if (all.length === 0 && cgroupFolder === '') {
    throw new RangeError('There is nothing to sample: give a pid or a cgroupFolder.');
  }
  if (options.guard?.stopSignal !== undefined && all.includes(process.pid)) {
    throw new RangeError('The guard would stop this very process: leave stopSignal out.');
  }
  if (options.heap !== undefined && options.heap !== false && !all.includes(process.pid)) {
    throw new RangeError(
      `Only the heap of this process (${process.pid}) can be read: sample it, or leave heap out.`,
    );
  }
  const looks = tree || cgroupFolder !== '';
  const hasSurvey = looks || options.survey !== undefined;
  const ringSlots = options.ringSlots ?? (looks ? 65_536 : 16_384);
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
  return heap === false ? null : { told: heap === 'timer', readHeap };
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
