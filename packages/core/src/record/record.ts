import { GpuSampler } from '../collector/gpu-sampler.ts';
import { KernelWatch } from '../collector/kernel-watch.ts';
import { ProcessSampler } from '../collector/process-sampler.ts';
import { ConfigError } from '../spec/error/errors.ts';
import { createRunDirectory } from '../stream/files/run-directory.ts';
import type { RunEvent } from '../stream/events/run-event.ts';
import { RunRecorder } from '../stream/files/run-recorder.ts';
import type { StreamObserver } from '../stream/stream-observer.ts';
import { RECORDING_PHASE, writeRecordingPlan } from './recording-files.ts';
import {
  RecordingSession,
  type CommandControl,
  type RecordingStatus,
} from './recording-session.ts';
import type { Recording } from './recording.ts';
import { RecordingStreams } from './recording-streams.ts';
import { type AskedSubject, type Subject } from './subject.ts';
import { openSubject } from './open-subject.ts';

/** What to record, and how. */
export interface RecordOptions {
  readonly subject: AskedSubject;
  /** Samples per second, 1 to 10,000. */
  readonly hz: number;
  /** Maximum duration, ms, after which a command is ended; until the subject ends when absent. */
  readonly durationMs?: number;
  /** Parent folder of the run directory. */
  readonly outputDir: string;
  /** Ends the recording, and a command that was started for it. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  /** Observes everything recorded, even what can no longer be written; a `LiveAggregate`, for example. */
  readonly observer?: StreamObserver;
  /** Called five times a second. */
  readonly onStatus?: (status: RecordingStatus) => void;
  /** Called with what the user should know before the end. */
  readonly onNote?: (line: string) => void;
  /** Called with the control of a command, once it has been started. */
  readonly onCommand?: (command: CommandControl) => void;
}

function checkRate(hz: number): void {
  if (hz >= 1 && hz <= 10_000) return;
  throw new ConfigError(`invalid hz ${hz}: expected 1 to 10,000 samples per second`);
}

/**
 * Samples the whole tree of a command or a process until it ends, and keeps the recorded data in a run directory. A
 * command begins after its first sample; it and all its descendants are ended with SIGTERM and then SIGKILL after
 * `durationMs` or when `signal` is aborted. A process that was already running is never signaled.
 * @throws {ConfigError} when the command cannot be found or run, or the output directory is unusable; starts nothing
 * @throws {LoadcellError} when the process cannot be sampled
 */
export async function record(options: RecordOptions): Promise<Recording> {
  checkRate(options.hz);
  const subject = await openSubject(options.subject);
  try {
    return await recordSubject(subject, options);
  } catch (error) {
    // Nothing started by Loadcell outlives a failed recording.
    subject.kill();
    await subject.end(() => []);
    throw error;
  } finally {
    await subject.leave();
  }
}

async function recordSubject(subject: Subject, options: RecordOptions): Promise<Recording> {
  const { hz, durationMs, outputDir, onEvent, observer } = options;
  // A held command does nothing before it is sampled, and a command that cannot be run leaves no directory.
  if (subject.isHeld) await subject.begin();
  const runDir = await createRunDirectory(outputDir, RECORDING_PHASE, new Date());
  await writeRecordingPlan(runDir, {
    outputDir,
    hz,
    ...(durationMs === undefined ? {} : { durationMs }),
    pid: subject.pid,
    command: subject.command,
  });
  const streams = new RecordingStreams(new RunRecorder(runDir), runDir, (event) => {
    observer?.event(event);
    onEvent?.(event);
  });
  const kernel = new KernelWatch();
  const sampler = new ProcessSampler({
    pid: subject.pid,
    hz,
    tree: true,
    weighs: true,
    ...(subject.adopterPid === undefined ? {} : { adopterPid: subject.adopterPid }),
    onSamples: (samples) => {
      streams.samples(samples);
      observer?.samples(samples);
    },
    onSurvey: (values) => {
      streams.survey(values);
      kernel.look(values);
    },
  });
  const gpu = new GpuSampler({
    tree: () => sampler.living(),
    onSurvey: (values) => streams.survey(values),
  });
  if (!subject.isHeld) await subject.begin();
  const { signal, onStatus, onNote, onCommand } = options;
  const parts = { subject, sampler, gpu, kernel, streams, runDir };
  const session = new RecordingSession({ ...parts, durationMs, signal, onStatus, onNote });
  if (subject.command !== null) onCommand?.(session);
  return await session.run();
}
