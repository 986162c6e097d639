import { GpuSampler } from '../collector/gpu-sampler.ts';
import { readEdge, resetKernelPeak } from '../collector/process-edges.ts';
import { ProcessSampler, type CrossedLimit } from '../collector/process-sampler.ts';
import type { RunConfig } from '../config/parse-config.ts';
import type { PhaseJournal } from '../phase/phase.ts';
import type { ResourceError } from '../spec/errors.ts';
import type { RunRecorder } from '../stream/run-recorder.ts';
import type { SurveyValue } from '../stream/survey-stream.ts';
import { memoryLimitError } from './run-errors.ts';

/** Share of the memory limit from which a run warns, unless the configuration says where. */
const WARN_SHARE = 0.9;

/** What a {@link MemoryWatch} watches, and whom it tells. */
export interface MemoryWatchOptions {
  readonly pid: number;
  /** Process that adopts what loses its parent in the tree; undefined for one that we did not start. */
  readonly adopterPid?: number | undefined;
  /** Whether we started the process: only then is it ended at the limit. */
  readonly managed: boolean;
  readonly config: RunConfig;
  readonly recorder: RunRecorder;
  readonly journal: PhaseJournal;
  /** Ends the run: the memory limit was crossed, or what was sampled cannot be written. */
  readonly abort: (reason: unknown) => void;
}

/**
 * Samples the process tree of a target into the streams of the run, and watches its memory. The native thread acts on
 * the limit in the tick that crosses it; what is done here is to say so.
 */
export class MemoryWatch {
  readonly #options: MemoryWatchOptions;
  readonly #sampler: ProcessSampler;
  readonly #gpu: GpuSampler;
  readonly #toldMissing = new Set<string>();
  #told: 'nothing' | 'soft' | 'hard' = 'nothing';
  #error: ResourceError | undefined;

  /** @throws when there is no such process, or the native part cannot be loaded */
  constructor(options: MemoryWatchOptions) {
    const { pid, adopterPid, config, recorder } = options;
    this.#options = options;
    const survey = (values: readonly SurveyValue[]): void => {
      this.#deliver(() => recorder.survey(values));
    };
    this.#gpu = new GpuSampler(survey);
    this.#sampler = new ProcessSampler({
      pid,
      ...(adopterPid === undefined ? {} : { adopterPid }),
      hz: config.sampling.hz,
      tree: true,
      cpuBudget: config.sampling.cpuBudget,
      guard: this.#limits(),
      onSamples: (samples) => {
        this.#deliver(() => {
          recorder.samples(samples);
          this.look();
        });
      },
      onSurvey: survey,
    });
  }

  /** The samplers hand on from timers, which have no caller to throw to. */
  #deliver(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#options.abort(error);
    }
  }

  /** Begins to sample, with the edge of the phase read first. */
  async start(): Promise<void> {
    const { pid, config } = this.#options;
    if (config.sampling.resetPeak) this.#tellMissing([await resetKernelPeak(pid)]);
    await this.#readEdge();
    this.#sampler.start();
    this.#gpu.start([pid]);
    this.#tellMissing(this.#sampler.missing());
  }

  /** Ends sampling; the sampler's account of itself goes to the events. */
  async stop(): Promise<void> {
    this.#gpu.stop();
    this.#sampler.stop();
    this.look();
    this.#options.journal.event({ kind: 'sampler-account', ...this.#sampler.summary() });
    await this.#readEdge();
  }

  async #readEdge(): Promise<void> {
    const { values, missing } = await readEdge(this.#options.pid);
    this.#options.recorder.survey(values);
    this.#tellMissing(missing);
  }

  /** Says what could not be read, each thing once. */
  #tellMissing(reasons: readonly (string | undefined)[]): void {
    for (const reason of reasons) {
      if (reason === undefined || this.#toldMissing.has(reason)) continue;
      this.#toldMissing.add(reason);
      this.#options.journal.event({ kind: 'not-sampled', reason });
    }
  }

  /** Tells of limits that were crossed since the last look. @returns the error of the hard limit, once it was crossed */
  look(): ResourceError | undefined {
    const crossed = this.#sampler.crossedLimit();
    if (crossed !== undefined && crossed.level !== this.#told) this.#tell(crossed);
    return this.#error;
  }

  #tell({ level, bytes, atNs }: CrossedLimit): void {
    const { journal, managed, abort } = this.#options;
    const { softLimitBytes = Number.NaN, hardLimitBytes = Number.NaN } = this.#limits();
    this.#told = level;
    if (level === 'soft') {
      journal.event(
        { kind: 'limit-near', resource: 'memory', limit: softLimitBytes, actual: bytes },
        atNs,
      );
      return;
    }
    this.#error = memoryLimitError(hardLimitBytes, bytes, managed);
    journal.event(
      { kind: 'limit-crossed', resource: 'memory', limit: hardLimitBytes, actual: bytes },
      atNs,
    );
    abort(this.#error);
  }

  #limits(): { softLimitBytes?: number; hardLimitBytes?: number; stopSignal?: 'SIGKILL' } {
    const { config, managed } = this.#options;
    const { maxMemory } = config.test;
    const warnBytes =
      config.warnMemory ?? (maxMemory === undefined ? undefined : maxMemory * WARN_SHARE);
    return {
      ...(warnBytes === undefined ? {} : { softLimitBytes: warnBytes }),
      ...(maxMemory === undefined ? {} : { hardLimitBytes: maxMemory }),
      ...(managed && maxMemory !== undefined ? { stopSignal: 'SIGKILL' as const } : {}),
    };
  }
}
