import * as z from 'zod';
import type {
  ProportionalFigures,
  SampledProcess,
  TreeFigures,
} from '../collector/sampled-tree.ts';
import { MeasuredNumberSchema, type MeasuredJson } from '../spec/measured-number.ts';
import type { SamplingQuality } from '../spec/quality/sampling-quality.ts';

/**
 * What a recording came to, from the figures that the native thread keeps: exact where rows were dropped or could not
 * be written. Memory is that of all processes together.
 */
export interface RecordingSummary {
  /** Samples taken: one for each process and tick. */
  readonly sampleCount: number;
  readonly requestedHz: number;
  readonly achievedHz: number;
  readonly missedTicks: number;
  readonly droppedSamples: number;
  readonly latenessUs: { readonly p50: number; readonly p99: number; readonly max: number };
  /**
   * Resident memory with huge pages; the average is weighted by time. Pages that several processes map count in each; an address
   * space that several share counts once.
   */
  readonly rssBytes: {
    readonly first: number;
    readonly average: number;
    readonly peak: number;
    readonly last: number;
  };
  /**
   * The peak with shared pages counted once, swap and huge pages included: at least so much, from readings of the proportional
   * size. Not measured where there was never more than one process.
   */
  readonly peakProportionalBytes: number;
  /** How often that was read. */
  readonly proportionalReadings: number;
  /** The largest at any reading. */
  readonly peakSwapBytes: number;
  readonly peakHugetlbBytes: number;
  /** When memory was at its peak first, after the first sample. */
  readonly peakAtMs: number;
  /** CPU time of the tree over elapsed time, 1 is a whole core; with children too short to be sampled. */
  readonly cpuUtilization: number;
  /** CPU time of the sampling threads over elapsed time. */
  readonly samplerCpuUtilization: number;
  /** Processes that were sampled. */
  readonly processes: number;
  /** Processes of the tree that are known and were not sampled; the recording says why. */
  readonly unsampledProcesses: number;
  /** From the first sample to the end. */
  readonly durationMs: number;
  /** Processes that the kernel killed for memory in the cgroup of what is recorded; absent without any. */
  readonly oomKills?: number;
}

export const RecordingSummarySchema: z.ZodType<
  RecordingSummary,
  MeasuredJson<RecordingSummary>
> = z.object({
  sampleCount: MeasuredNumberSchema,
  requestedHz: MeasuredNumberSchema,
  achievedHz: MeasuredNumberSchema,
  missedTicks: MeasuredNumberSchema,
  droppedSamples: MeasuredNumberSchema,
  latenessUs: z.object({
    p50: MeasuredNumberSchema,
    p99: MeasuredNumberSchema,
    max: MeasuredNumberSchema,
  }),
  rssBytes: z.object({
    first: MeasuredNumberSchema,
    average: MeasuredNumberSchema,
    peak: MeasuredNumberSchema,
    last: MeasuredNumberSchema,
  }),
  peakProportionalBytes: MeasuredNumberSchema,
  proportionalReadings: MeasuredNumberSchema,
  peakSwapBytes: MeasuredNumberSchema,
  peakHugetlbBytes: MeasuredNumberSchema,
  peakAtMs: MeasuredNumberSchema,
  cpuUtilization: MeasuredNumberSchema,
  samplerCpuUtilization: MeasuredNumberSchema,
  processes: MeasuredNumberSchema,
  unsampledProcesses: MeasuredNumberSchema,
  durationMs: MeasuredNumberSchema,
  oomKills: z.int().positive().exactOptional(),
});

/** The summary as a JSON text; what was not measured is null. */
export function renderRecordingJson(summary: RecordingSummary): string {
  return `${JSON.stringify(z.encode(RecordingSummarySchema, summary), null, 2)}\n`;
}

/** What a recording is summed up from. */
export interface RecordingFigures {
  readonly figures: TreeFigures;
  readonly proportional: ProportionalFigures;
  readonly account: SamplingQuality;
  /** When it ended, CLOCK_MONOTONIC nanoseconds. */
  readonly endedNs: number;
  /** Processes that the kernel killed for memory; `NaN` where it does not count them. */
  readonly oomKills: number;
}

/** Sums a recording up. */
export function summarizeRecording({
  figures,
  proportional,
  account,
  endedNs,
  oomKills,
}: RecordingFigures): RecordingSummary {
  const { sampleCount, requestedHz, achievedHz, missedTicks, droppedSamples } = account;
  return {
    sampleCount,
    requestedHz,
    achievedHz,
    missedTicks,
    droppedSamples,
    latenessUs: account.latenessUs,
    rssBytes: figures.rssBytes,
    peakProportionalBytes: proportional.peakBytes,
    proportionalReadings: proportional.readings,
    peakSwapBytes: figures.peakSwapBytes,
    peakHugetlbBytes: figures.peakHugetlbBytes,
    peakAtMs: (figures.peakAtNs - figures.firstAtNs) / 1e6,
    cpuUtilization: figures.cpuNs / (figures.lastAtNs - figures.firstAtNs),
    samplerCpuUtilization: account.samplerCpuUtilization,
    processes: account.processes,
    unsampledProcesses: figures.unsampled,
    durationMs: (endedNs - figures.firstAtNs) / 1e6,
    ...(oomKills > 0 ? { oomKills } : {}),
  };
}

/** A process of a recording, in times after its first sample. */
export interface RecordedProcess {
  readonly pid: number;
  /** When it began, in clock ticks since boot: pids are used again. */
  readonly startTicks: number;
  /** Under which process it was found; 0 for the one that was recorded. */
  readonly parentPid: number;
  /** Name of the program when it was last seen. */
  readonly program: string;
  readonly foundAtMs: number;
  /** `NaN` for one that was still there at the end. */
  readonly exitedAtMs: number;
  /** `NaN` where its memory counts as that of another process with the same address space. */
  readonly peakRssBytes: number;
  readonly peakAtMs: number;
  readonly cpuMs: number;
}

export const RecordedProcessSchema: z.ZodType<
  RecordedProcess,
  MeasuredJson<RecordedProcess>
> = z.object({
  pid: z.int(),
  startTicks: z.number(),
  parentPid: z.int(),
  program: z.string(),
  foundAtMs: MeasuredNumberSchema,
  exitedAtMs: MeasuredNumberSchema,
  peakRssBytes: MeasuredNumberSchema,
  peakAtMs: MeasuredNumberSchema,
  cpuMs: MeasuredNumberSchema,
});

/** A process in times after the first sample. */
export function describeProcess(process: SampledProcess, firstAtNs: number): RecordedProcess {
  return {
    pid: process.pid,
    startTicks: process.startTicks,
    parentPid: process.parentPid,
    program: process.program,
    // The one that was asked for is found a moment before its first sample.
    foundAtMs: Math.max(0, process.foundAtNs - firstAtNs) / 1e6,
    exitedAtMs: (process.exitedAtNs - firstAtNs) / 1e6,
    peakRssBytes: process.peakRssBytes,
    peakAtMs: (process.peakAtNs - firstAtNs) / 1e6,
    cpuMs: process.cpuNs / 1e6,
  };
}
