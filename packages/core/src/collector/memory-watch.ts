import { GpuSampler } from './gpu-sampler.ts';
import { findKernelCaches } from './kernel-caches.ts';
import { readEdge, resetKernelPeak } from './process-edges.ts';
import { KernelWatch } from './kernel-watch.ts';
import type { OomKill } from './oom-watch.ts';
import { reusedPids } from './reused-pids.ts';
import { ProcessSampler } from './process-sampler.ts';
import type { CrossedLimit, TreeFigures } from './sampled-tree.ts';
import type { ResourceError } from '../spec/error/errors.ts';
import { nowNs } from '../stream/clock.ts';
import type { PhaseEvent } from '../stream/events/phase-event.ts';
import type { RunRecorder } from '../stream/files/run-recorder.ts';
import type { SurveyValue } from '../stream/rows/survey-stream.ts';

/** Share of the memory limit at which a run warns by default. */
const WARN_SHARE = 0.9;

/** What a memory figure counts, in words. */
const RESIDENT = 'RSS, huge pages and swap';
const PROPORTIONAL = 'PSS, huge pages and swap; shared pages once';

/** A memory limit and the usage above it. */
export interface CrossedMemoryLimit {
  readonly limitBytes: number;
  readonly actualBytes: number;
  /** What the figure counts, in words. */
  readonly basis: string;
  /** Whether Loadcell started the process, and has therefore killed it. */
  readonly managed: boolean;
}

/** Options of a {@link MemoryWatch}. */
export interface MemoryWatchOptions {
  readonly pid: number;
  /** Process that adopts orphans of the tree; undefined for a target that Loadcell did not start. */
  readonly adopterPid?: number | undefined;
  /** Folder of a cgroup whose processes are sampled, too; undefined for a process tree alone. */
  readonly cgroupFolder?: string | undefined;
  /** Whether Loadcell started the process: only then is it killed at the limit. */
  readonly managed: boolean;
  readonly sampling: {
    readonly hz: number;
    /** Share of a core that the sampler may use. */
    readonly cpuBudget: number;
    /** Whether the kernel's peak of the process is reset first. */
    readonly resetPeak: boolean;
  };
  /** Bytes that end the run; no limit when absent. */
  readonly limitBytes?: number | undefined;
  /** Bytes that warn; 90% of the limit when absent. */
  readonly warnBytes?: number | undefined;
  readonly recorder: RunRecorder;
  /** Records an event of now, or of the given time. */
  readonly onEvent: (event: PhaseEvent, atNs?: number) => void;
  /** The error of a crossed limit. */
  readonly limitError: (crossed: CrossedMemoryLimit) => ResourceError;
  /** Ends the run: the memory limit was crossed, or samples cannot be written. */
  readonly abort: (reason: unknown) => void;
}

/**
 * Samples the process tree of a target into the streams of the run and watches its memory. The native thread acts on the
 * limit in the tick that crosses it; this class reports it.
 */
export class MemoryWatch {
  readonly #options: MemoryWatchOptions;
  readonly #sampler: ProcessSampler;
  readonly #gpu: GpuSampler;
  readonly #kernel = new KernelWatch();
  readonly #reportedMissing = new Set<string>();
  #reported: 'nothing' | 'soft' | 'hard' = 'nothing';
  #error: ResourceError | undefined;

  /** @throws when there is no such process, or the native addon cannot be loaded */
  constructor(options: MemoryWatchOptions) {
    const { pid, adopterPid, cgroupFolder, sampling, recorder } = options;
    this.#options = options;
    const survey = (values: readonly SurveyValue[]): void => {
      this.#deliver(() => recorder.survey(values));
      this.#kernel.look(values);
    };
    this.#sampler = new ProcessSampler({
      pid,
      ...(adopterPid === undefined ? {} : { adopterPid }),
      ...(cgroupFolder === undefined ? {} : { cgroupFolder }),
      hz: sampling.hz,
      tree: true,
      cpuBudget: sampling.cpuBudget,
      guard: this.#limits(),
      onSamples: (samples) => {
        this.#deliver(() => {
          recorder.samples(samples);
          this.look();
        });
      },
      onSurvey: survey,
    });
    this.#gpu = new GpuSampler({ tree: () => this.#sampler.living(), onSurvey: survey });
  }

  /** Samplers deliver from timers, which have no caller to throw to. */
  #deliver(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#options.abort(error);
    }
  }

  /** Reads the edge of the phase, then begins to sample. */
  async start(): Promise<void> {
    const { pid, sampling } = this.#options;
    if (sampling.resetPeak) this.#reportMissing([await resetKernelPeak(pid)]);
    await this.readEdge();
    this.#sampler.start();
    this.#gpu.start();
    this.#reportMissing(this.#sampler.missing());
  }

  /** Ends sampling and records the account of the sampler. */
  async stop(): Promise<void> {
    this.#gpu.stop();
    this.#sampler.stop();
    this.look();
    const processes = this.#sampler.processes();
    for (const { atNs, ...event } of this.#kernel.events(processes, nowNs())) {
      this.#options.onEvent(event, atNs);
    }
    this.#options.onEvent({ kind: 'sampling-quality', ...this.#sampler.summary() });
    this.#reportMissing(this.#sampler.unsampled());
    for (const reused of reusedPids(processes)) {
      this.#options.onEvent({ kind: 'pid-reused', ...reused });
    }
    const found = this.#gpu.account();
    this.#options.onEvent({ kind: 'gpu-inventory', ...found });
    this.#reportMissing(found.problems);
    const caches = await findKernelCaches(this.#sampler.living().map(({ pid }) => pid));
    if (caches !== undefined) {
      this.#options.onEvent({ kind: 'kernel-caches-found', ...caches });
    }
    await this.readEdge();
  }

  /** The values of all processes together, so far. */
  figures(): TreeFigures {
    return this.#sampler.figures();
  }

  /** Processes that the kernel OOM-killed as the target died. Ends sampling, so that everything is read. */
  killsAt(exit: { readonly pid: number; readonly atNs: number }): OomKill[] {
    this.#sampler.stop();
    const processes = this.#sampler.processes().map((one) => {
      // The sampler mostly detects the exit first.
      return one.pid === exit.pid && !(one.exitedAtNs < exit.atNs)
        ? { ...one, exitedAtNs: exit.atNs }
        : one;
    });
    return this.#kernel
      .kills(processes)
      .filter(({ ended }) => ended.some(({ pid }) => pid === exit.pid));
  }

  /** Reads what is too expensive to sample; to be called while nothing is measured. */
  async readEdge(): Promise<void> {
    const { pid, recorder } = this.#options;
    const others = this.#sampler.living().filter((one) => one.pid !== pid);
    const edge = await readEdge(pid);
    this.#reportMissing(edge.missing);
    // Unreadable values of the others are missing from a remark, not from a metric.
    const edges = await Promise.all(others.map((one) => readEdge(one.pid)));
    recorder.survey([edge, ...edges].flatMap(({ values }) => values));
  }

  /** Records what could not be read, once each. */
  #reportMissing(reasons: readonly (string | undefined)[]): void {
    for (const reason of reasons) {
      if (reason === undefined || this.#reportedMissing.has(reason)) continue;
      this.#reportedMissing.add(reason);
      this.#options.onEvent({ kind: 'not-sampled', reason });
    }
  }

  /** Reports limits crossed since the last look. @returns the error of the hard limit, once it was crossed */
  look(): ResourceError | undefined {
    const crossed = this.#sampler.crossedLimit();
    if (crossed !== undefined && crossed.level !== this.#reported) this.#report(crossed);
    return this.#error;
  }

  #report({ level, bytes, isProportional, atNs }: CrossedLimit): void {
    const { onEvent, limitError, managed, abort } = this.#options;
    const { softLimitBytes = Number.NaN, hardLimitBytes = Number.NaN } = this.#limits();
    this.#reported = level;
    const basis = isProportional ? PROPORTIONAL : RESIDENT;
    const judged = { resource: 'memory', actual: bytes, basis };
    if (level === 'soft') {
      onEvent({ kind: 'limit-near', limit: softLimitBytes, ...judged }, atNs);
      return;
    }
    this.#error = limitError({
      limitBytes: hardLimitBytes,
      actualBytes: bytes,
      basis,
      managed,
    });
    onEvent({ kind: 'limit-crossed', limit: hardLimitBytes, ...judged }, atNs);
    abort(this.#error);
  }

  #limits(): { softLimitBytes?: number; hardLimitBytes?: number; stopSignal?: 'SIGKILL' } {
    const { limitBytes, managed } = this.#options;
    const warnBytes =
      this.#options.warnBytes ?? (limitBytes === undefined ? undefined : limitBytes * WARN_SHARE);
    return {
      ...(warnBytes === undefined ? {} : { softLimitBytes: warnBytes }),
      ...(limitBytes === undefined ? {} : { hardLimitBytes: limitBytes }),
      ...(managed && limitBytes !== undefined ? { stopSignal: 'SIGKILL' as const } : {}),
    };
  }
}
