import type { GpuSampler } from '../collector/gpu-sampler.ts';
import type { KernelWatch } from '../collector/kernel-watch.ts';
import type { ProcessSampler } from '../collector/process-sampler.ts';
import type { SampledProcess } from '../collector/sampled-tree.ts';
import { reusedPids } from '../collector/reused-pids.ts';
import { nowNs } from '../stream/clock.ts';
import type { RunEvent } from '../stream/events/run-event.ts';
import { RECORDING_PHASE, writeRecordingResults } from './recording-files.ts';
import type { RecordingStreams } from './recording-streams.ts';
import { describeProcess, summarizeRecording } from './recording-summary.ts';
import type { Recording, RecordingEnd } from './recording.ts';
import type { Subject, SubjectEnd } from './subject.ts';

const phase = RECORDING_PHASE;

/** The parts of a recording. */
export interface RecordedParts {
  readonly subject: Subject;
  readonly sampler: ProcessSampler;
  readonly gpu: GpuSampler;
  /** Has seen everything that the sampler surveyed. */
  readonly kernel: KernelWatch;
  readonly streams: RecordingStreams;
  readonly runDir: string;
}

/** How a recording ended. */
export interface RecordingOutcome {
  readonly end: RecordingEnd;
  /** Undefined if the subject has not ended. */
  readonly exit: SubjectEnd | undefined;
  readonly left: Recording['left'];
  readonly isInterrupted: boolean;
}

/** The samplers' reports on themselves, on unread values and unsampled processes, and kernel actions on memory. */
function accountEvents(
  { sampler, gpu, kernel }: RecordedParts,
  {
    processes,
    unsampled,
  }: { readonly processes: readonly SampledProcess[]; readonly unsampled: readonly string[] },
  atNs: number,
): RunEvent[] {
  const place = { atNs, phase };
  const found = gpu.account();
  const missed = [...unsampled, ...found.problems];
  return [
    { kind: 'sampling-quality', ...place, ...sampler.summary() },
    { kind: 'gpu-inventory', ...place, ...found },
    ...missed.map((reason) => ({ kind: 'not-sampled' as const, ...place, reason })),
    ...reusedPids(processes).map((reused) => ({
      kind: 'pid-reused' as const,
      ...place,
      ...reused,
    })),
    ...kernel.events(processes, atNs).map((event) => ({ ...event, phase })),
  ];
}

/** The sampled processes; for the subject, with the end that its parent reports. */
function processesOf(
  { subject, sampler }: RecordedParts,
  exit: SubjectEnd | undefined,
): SampledProcess[] {
  return sampler
    .processes()
    .map((one) =>
      one.pid === subject.pid && exit !== undefined ? { ...one, exitedAtNs: exit.atNs } : one,
    );
}

/** Writes the end of a recording and closes its files. */
export async function concludeRecording(
  parts: RecordedParts,
  { end, exit, left, isInterrupted }: RecordingOutcome,
): Promise<Recording> {
  const { subject, sampler, kernel, streams, runDir } = parts;
  const endedNs = exit?.atNs ?? nowNs();
  const processes = processesOf(parts, exit);
  const unsampled = sampler.unsampled();
  for (const event of accountEvents(parts, { processes, unsampled }, endedNs)) {
    streams.event(event);
  }
  if (subject.command !== null && exit !== undefined) {
    const expected = end.kind !== 'exited' || exit.exitCode === 0;
    streams.event({ kind: 'target-exited', phase, pid: subject.pid, expected, ...exit });
  }
  streams.event({ kind: 'phase-ended', atNs: endedNs, phase });
  const status = isInterrupted ? 'interrupted' : 'complete';
  streams.event({ kind: 'run-ended', atNs: endedNs, status });
  await streams.close();
  const figures = sampler.figures();
  const { quality } = sampler.summary();
  const summary = summarizeRecording({
    figures,
    proportional: sampler.proportional(),
    account: quality,
    endedNs,
    oomKills: kernel.killedInCgroup,
  });
  await streams.keep(() =>
    writeRecordingResults(
      runDir,
      summary,
      processes.map((one) => describeProcess(one, figures.firstAtNs)),
    ),
  );
  const { failure } = streams;
  const oomKills = kernel.kills(processes);
  return {
    runDir,
    summary,
    end,
    left,
    unsampled,
    ...(oomKills.length === 0 ? {} : { oomKills }),
    ...(failure === undefined ? {} : { failure }),
  };
}
