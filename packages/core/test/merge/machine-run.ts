import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MachineSlice } from '../../src/stream/events/fleet-event.ts';
import type { RunEvent } from '../../src/stream/events/run-event.ts';
import { RUN_FILES, RUN_FORMAT } from '../../src/stream/files/run-directory.ts';
import { RunRecorder } from '../../src/stream/files/run-recorder.ts';
import type { RequestRow } from '../../src/stream/rows/request-row.ts';
import { UNMEASURED } from '../../src/stream/rows/unsent-request.ts';
import type { SampleColumns } from '../../src/stream/columns/sample-columns.ts';
import { samplesOf } from '../stream/built/arbitrary-rows.ts';

/** When the load of every built machine begins and ends, by the clock of the first, ns. */
export const LOAD_BEGAN_NS = 100e9;
export const LOAD_ENDED_NS = 110e9;

/** A machine whose run directory is built. */
export interface BuiltMachine {
  readonly machine: string;
  readonly slice?: MachineSlice;
  /** Its clock minus that of the first machine, ns. */
  readonly aheadNs?: number;
  /** Its wall clock minus the true time, ms. */
  readonly wallAheadMs?: number;
  readonly bootId?: string;
  /** Latencies of its requests, ms, sent evenly over the load. */
  readonly latenciesMs?: readonly number[];
  /** Delay of its first send, ns. */
  readonly lateNs?: number;
  readonly seed?: number;
  readonly stage?: string;
  readonly version?: string;
  /** Whether exchanges with a coordinator, whose clock is that of the first machine, are recorded. */
  readonly hasExchanges?: boolean;
  readonly isKilled?: boolean;
  /** What ended it before its first phase. */
  readonly stoppedBy?: Error;
  readonly extra?: (at: (ns: number) => number) => readonly RunEvent[];
}

const TRUE_EPOCH_MS = 1_760_000_000_000;

/** Writes the directory of a machine that sent a share of a load. */
export async function buildLoader(dir: string, built: BuiltMachine): Promise<string> {
  const { machine, slice = { index: 0, count: 2 }, seed = 1, stage = 'open' } = built;
  const at = clockOf(built);
  await writeRunJson(dir, built, {
    worker: { machine, bootId: built.bootId ?? machine, slice },
    seed,
    nonce: 'n',
    phases: [{ name: 'load', duration: 10_000, metrics: [], successCriteria: {} }],
    stages: { load: [stage] },
  });
  const recorder = new RunRecorder(dir);
  const note = (event: RunEvent): void => recorder.event(event);
  const load = {
    kind: 'open',
    ratePerSecond: 20,
    arrivals: 'constant',
    durationMs: 10_000,
  } as const;
  note({ kind: 'run-began', atNs: at(90e9), epochMs: wallMs(built, 90e9) });
  for (const event of exchangesOf(built, at)) note(event);
  if (built.stoppedBy !== undefined) {
    const reason = 'the run ended before it';
    note({ kind: 'phase-skipped', atNs: at(92e9), phase: 'load', reason });
    note({ kind: 'run-ended', atNs: at(93e9), status: 'failed', error: built.stoppedBy });
    await recorder.close();
    return dir;
  }
  note({ kind: 'phase-began', atNs: at(95e9), phase: 'load' });
  const began = { kind: 'stage-began', phase: 'load', stage, load, warmupRequests: 0 } as const;
  note({ ...began, atNs: at(99e9), seed, prompts: 'words', slice });
  const rows = rowsOf(built, at);
  for (const row of rows) recorder.request({ ...row, stage });
  const windowBeganNs = rows[0]?.sentNs ?? at(LOAD_BEGAN_NS);
  const ended = { kind: 'stage-ended', phase: 'load', stage, windowBeganNs } as const;
  for (const event of built.extra?.(at) ?? []) note(event);
  if (built.isKilled !== true) {
    note({ ...ended, atNs: at(111e9), windowEndedNs: at(LOAD_ENDED_NS), clientCpuNs: 1e9 });
    note({ kind: 'phase-ended', atNs: at(112e9), phase: 'load' });
    note({ kind: 'run-ended', atNs: at(113e9), status: 'complete' });
  }
  await recorder.close();
  return dir;
}

/** Writes the directory of a machine that watched a process with the same PID as others. */
export async function buildWatcher(
  dir: string,
  built: BuiltMachine & { readonly rssBytes: number },
): Promise<string> {
  const at = clockOf(built);
  const { machine, rssBytes } = built;
  await writeRunJson(dir, built, {
    worker: { machine, bootId: built.bootId ?? machine, roles: ['watch'], runId: 'r' },
    recording: { pid: 42, command: null },
    phases: [{ name: 'record', duration: 0, metrics: [], successCriteria: {} }],
    stages: {},
  });
  const recorder = new RunRecorder(dir);
  const place = { phase: 'record' } as const;
  recorder.event({ kind: 'run-began', atNs: at(80e9), epochMs: wallMs(built, 80e9) });
  for (const event of exchangesOf(built, at)) recorder.event(event);
  recorder.event({ kind: 'phase-began', atNs: at(80e9), ...place });
  recorder.event({ kind: 'recording-began', atNs: at(80e9), ...place, pid: 42, command: null });
  recorder.event({ kind: 'target-started', atNs: at(80e9), ...place, pid: 42 });
  recorder.samples(samplesAt(at, rssBytes));
  for (const event of built.extra?.(at) ?? []) recorder.event(event);
  recorder.event({ kind: 'phase-ended', atNs: at(120e9), ...place });
  recorder.event({ kind: 'run-ended', atNs: at(120e9), status: 'complete' });
  await recorder.close();
  return dir;
}

function samplesAt(at: (ns: number) => number, rssBytes: number): SampleColumns {
  return samplesOf(
    Array.from({ length: 400 }, (_, index) => ({
      timeNs: at(80e9 + index * 1e8),
      latenessNs: 0,
      pid: 42,
      rssBytes,
      sharedBytes: 0,
    })),
  );
}

function clockOf({ aheadNs = 0 }: BuiltMachine): (ns: number) => number {
  return (ns) => ns + aheadNs;
}

function wallMs({ wallAheadMs = 0 }: BuiltMachine, ns: number): number {
  return TRUE_EPOCH_MS + wallAheadMs + ns / 1e6;
}

function exchangesOf({ hasExchanges }: BuiltMachine, at: (ns: number) => number): RunEvent[] {
  if (hasExchanges !== true) return [];
  return Array.from({ length: 30 }, (_, index) => {
    const trueNs = 90e9 + index * 1e9;
    const [sentNs, receivedNs] = [at(trueNs), at(trueNs + 3e5)];
    const remoteNs = trueNs + 1e5;
    return { kind: 'clock-exchanged', atNs: receivedNs, sentNs, remoteNs, receivedNs };
  });
}

function rowsOf(built: BuiltMachine, at: (ns: number) => number): RequestRow[] {
  const { latenciesMs = [100, 200, 300], lateNs = 0 } = built;
  const everyNs = (LOAD_ENDED_NS - LOAD_BEGAN_NS - lateNs) / (latenciesMs.length + 1);
  return latenciesMs.map((ms, index) => {
    const sentNs = at(LOAD_BEGAN_NS + lateNs + Math.round(index * everyNs));
    const endNs = sentNs + ms * 1e6;
    return {
      ...UNMEASURED,
      id: index + 1,
      phase: 'load',
      model: 'm',
      scheduledNs: sentNs,
      sentNs,
      firstByteNs: sentNs + 5e6,
      firstTokenNs: sentNs + 5e6,
      firstAnswerNs: sentNs + 5e6,
      lastTokenNs: endNs,
      endNs,
      inputTokens: 10,
      outputTokens: 2,
      chunkNs: Float64Array.of(sentNs + 5e6, endNs),
    };
  });
}

async function writeRunJson(
  dir: string,
  { version = '1.0.0' }: BuiltMachine,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  await mkdir(dir, { recursive: true });
  const file = {
    format: RUN_FORMAT,
    name: 'run',
    test: { outputDir: '/nowhere', verbose: false },
    criteria: {},
    slos: {},
    phaseOptions: { load: { stages: [] } },
    environment: {
      os: 'linux',
      kernel: '6.1',
      arch: 'x64',
      cpuModel: 'cpu',
      cpuCount: 2,
      memoryBytes: 2 ** 30,
      node: '20.0.0',
      loadcell: version,
      target: 'mock',
      models: ['m'],
    },
    ...facts,
  };
  await writeFile(join(dir, RUN_FILES.run), JSON.stringify(file));
}
