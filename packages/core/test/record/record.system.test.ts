import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { identifyProcess, runningTree, signalProcesses } from '../../src/record/process-tree.ts';
import { record, type RecordOptions } from '../../src/record/record.ts';
import { concludeDirectory } from '../../src/report/results/conclude-directory.ts';
import { readRun } from '../../src/stream/files/read-run.ts';
import { PATIENCE_MS } from '../patience.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';
import { ScriptedProcess } from '../target/scripted-process.ts';
import { makeFifo, openFifo } from './fifo.ts';

const PATIENT = { timeout: PATIENCE_MS };

/** System call numbers: the first ends only the calling thread. */
const CALLS =
  process.arch === 'x64' ? { endThread: 60, endProcess: 231 } : { endThread: 93, endProcess: 94 };

type Options = Partial<Pick<RecordOptions, 'durationMs' | 'signal' | 'onStatus'>>;

function recordCommand(command: readonly string[], options: Options = {}) {
  return record({
    subject: { kind: 'command', command, stdoutTo: 'stderr' },
    hz: 500,
    outputDir: temporaryFolder(),
    ...options,
  });
}

function recordShell(script: string, options: Options = {}) {
  return recordCommand(['sh', '-c', script], options);
}

/** The kernel's letter for the state of a process. */
function stateOf(pid = 0): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2)[0];
}

describe('record, for a command', () => {
  it('takes its first sample before the command runs, and ends with it', async () => {
    const { summary, end, runDir, failure } = await recordShell('exit 0');
    expect(end).toEqual({ kind: 'exited', exitCode: 0, signal: null });
    expect(failure).toBeUndefined();
    expect(summary.sampleCount).toBeGreaterThanOrEqual(1);
    expect(summary.rssBytes.first).toBeGreaterThan(0);
    const { phases, status } = await readRun(runDir);
    expect(status).toBe('complete');
    expect(phases[0]?.samples.count).toBe(summary.sampleCount - summary.droppedSamples);
  });

  it('samples the command itself, not a shell that waits for it', async () => {
    const { runDir } = await recordShell('echo $$ >&2');
    const events = (await readRun(runDir)).phases[0]?.events ?? [];
    const began = events.find(({ kind }) => kind === 'recording-began');
    const exited = events.find(({ kind }) => kind === 'target-exited');
    expect(began).toMatchObject({ command: ['sh', '-c', 'echo $$ >&2'] });
    expect(exited).toMatchObject({ exitCode: 0, expected: true });
    expect(exited).toHaveProperty('pid', began?.kind === 'recording-began' ? began.pid : -1);
  });

  it('passes on arguments unchanged, and no descriptor of Loadcell', async () => {
    const args = ['a b', '', '$HOME', '"', "'", '--', '-x', '*'];
    const folder = temporaryFolder();
    const { end } = await record({
      subject: {
        kind: 'command',
        command: [
          'sh',
          '-c',
          // The shell itself checks: a pipe to a checking command would also be a descriptor 3 of the shell.
          'out=$1; shift; { printf "%s\\n" "$@"; if [ -e /proc/$$/fd/3 ]; then echo 3; fi; } > "$out"',
          'sh',
          join(folder, 'out'),
          ...args,
        ],
        stdoutTo: 'stderr',
      },
      hz: 100,
      outputDir: temporaryFolder(),
    });
    expect(end.kind).toBe('exited');
    expect(readFileSync(join(folder, 'out'), 'utf8').split('\n')).toEqual([...args, '']);
  });

  it('finds the children, and counts the memory of all processes', async () => {
    const gate = makeFifo();
    const hold = `globalThis.held = Buffer.alloc(4e7, 1); require("fs").readFileSync("${gate}")`;
    const { summary, end, runDir } = await recordShell(`node -e '${hold}'; exit 7`, {
      onStatus: ({ peakRssBytes }) => {
        if (peakRssBytes > 8e7) openFifo(gate);
      },
    });
    expect(end).toMatchObject({ exitCode: 7 });
    expect(summary.processes).toBeGreaterThanOrEqual(2);
    expect(summary.rssBytes.peak).toBeGreaterThan(8e7);
    expect(summary.peakAtMs).toBeLessThanOrEqual(summary.durationMs);
    const { processes } = JSON.parse(readFileSync(join(runDir, 'recording.json'), 'utf8'));
    expect(processes[1]).toMatchObject({ parentPid: processes[0].pid });
  });

  it('continues after the first thread of a process ends, and ends with its last', async () => {
    const program = `
import ctypes, threading, time
def work():
    time.sleep(0.3)
    held = bytearray(b"1") * 60_000_000
    time.sleep(0.7)
    ctypes.CDLL(None).syscall(${CALLS.endProcess}, 3)
threading.Thread(target=work).start()
ctypes.CDLL(None).syscall(${CALLS.endThread}, 0)
`;
    const { end, summary } = await recordCommand(['python3', '-c', program]);
    expect(end).toEqual({ kind: 'exited', exitCode: 3, signal: null });
    expect(summary.rssBytes.peak).toBeGreaterThan(6e7);
    expect(summary.peakAtMs).toBeGreaterThan(250);
  });

  it('ends a process whose first thread has ended after the duration', async () => {
    const program = `
import ctypes, threading, time
threading.Thread(target=lambda: time.sleep(600)).start()
ctypes.CDLL(None).syscall(${CALLS.endThread}, 0)
`;
    const { end, left } = await recordCommand(['python3', '-c', program], { durationMs: 500 });
    expect(end).toEqual({ kind: 'duration' });
    expect(left).toEqual([]);
  });

  it('reports the signal that ended the command', async () => {
    const { end } = await recordShell('kill -9 $$');
    expect(end).toEqual({ kind: 'exited', exitCode: null, signal: 'SIGKILL' });
  });

  it('ends the whole tree after the duration', async () => {
    const folder = temporaryFolder();
    const script = `sleep 600 & echo $! > ${folder}/pid; wait`;
    const { end, left } = await recordShell(script, { durationMs: 400 });
    expect(end).toEqual({ kind: 'duration' });
    expect(left).toEqual([]);
    expect(identifyProcess(Number(readFileSync(join(folder, 'pid'), 'utf8')))).toBeUndefined();
  });

  it('ends the whole tree when aborted, and keeps the samples', async () => {
    const abort = new AbortController();
    const outputDir = temporaryFolder();
    let pid = 0;
    const { end, left, runDir } = await record({
      subject: {
        kind: 'command',
        command: ['sh', '-c', 'sleep 600 & sleep 600'],
        stdoutTo: 'stderr',
      },
      hz: 500,
      outputDir,
      signal: abort.signal,
      onEvent: (event) => {
        if (event.kind === 'target-started') pid = event.pid;
      },
      onStatus: ({ processes }) => {
        if (processes >= 3) abort.abort();
      },
    });
    expect(end).toEqual({ kind: 'interrupted' });
    expect(left).toEqual([]);
    expect(identifyProcess(pid)).toBeUndefined();
    const conclusion = await concludeDirectory(runDir);
    expect(conclusion.streams.status).toBe('interrupted');
    expect(conclusion.streams.phases[0]?.samples.count).toBeGreaterThan(0);
  });

  it('never runs a command when aborted before it begins', async () => {
    const folder = temporaryFolder();
    const { end } = await recordShell(`touch ${folder}/ran`, { signal: AbortSignal.abort() });
    expect(end).toEqual({ kind: 'interrupted' });
    expect(existsSync(join(folder, 'ran'))).toBe(false);
  });

  it('reports processes left in the background by a command, and leaves them running', async () => {
    const gate = makeFifo();
    const { left } = await recordShell(`sleep 600 & read -r line < ${gate}`, {
      onStatus: ({ processes }) => {
        if (processes === 2) openFifo(gate);
      },
    });
    onTestFinished(() => void signalProcesses(left, 'SIGKILL'));
    expect(left).toHaveLength(1);
    expect(left.map(({ pid }) => readName(pid))).toEqual(['sleep']);
  });

  it('starts nothing and makes no directory for a missing command', async () => {
    const outputDir = temporaryFolder();
    const subject = { kind: 'command', command: ['no-such-tool'], stdoutTo: 'stderr' } as const;
    await expect(record({ subject, hz: 100, outputDir })).rejects.toThrow('was not found');
    await expect(record({ subject, hz: 20_000, outputDir })).rejects.toThrow('1 to 10,000');
    expect(readdirSync(outputDir)).toEqual([]);
  });

  it('ends the started command when the directory is unusable', async () => {
    const folder = temporaryFolder();
    const subject = {
      kind: 'command',
      command: ['touch', join(folder, 'ran')],
      stdoutTo: 'stderr',
    } as const;
    const outputDir = '/proc/nowhere';
    await expect(record({ subject, hz: 100, outputDir })).rejects.toThrow('output directory');
    expect(existsSync(join(folder, 'ran'))).toBe(false);
    const self = identifyProcess(process.pid);
    const children = self === undefined ? [] : runningTree([self]);
    expect(children.map(({ pid }) => readName(pid))).not.toContain('sh');
  });
});

function readName(pid: number): string {
  const file = `/proc/${pid}/comm`;
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}

describe('record, for a running process', () => {
  it('measures its memory growth, and leaves it running when the recording ends', async () => {
    const scripted = new ScriptedProcess();
    await scripted.start();
    onTestFinished(() => scripted.stop());
    const pid = scripted.pid ?? -1;
    const grownBytes = 32 * 2 ** 20;
    const abort = new AbortController();
    let firstBytes = Number.NaN;
    const { summary, end } = await record({
      subject: { kind: 'process', pid },
      hz: 200,
      outputDir: temporaryFolder(),
      signal: abort.signal,
      onStatus: ({ rssBytes }) => {
        if (Number.isNaN(firstBytes)) void scripted.hold('weights', grownBytes);
        firstBytes = Number.isNaN(firstBytes) ? rssBytes : firstBytes;
        if (rssBytes - firstBytes >= grownBytes) abort.abort();
      },
    });
    expect(end).toEqual({ kind: 'interrupted' });
    expect(summary.rssBytes.peak - summary.rssBytes.first).toBeGreaterThanOrEqual(grownBytes);
    expect(summary.rssBytes.last).toBeGreaterThan(summary.rssBytes.first);
    expect(identifyProcess(pid)).toBeDefined();
  });

  it('leaves it running when the duration is over', async () => {
    const scripted = new ScriptedProcess();
    await scripted.start();
    onTestFinished(() => scripted.stop());
    const pid = scripted.pid ?? -1;
    const { end, summary } = await record({
      subject: { kind: 'process', pid },
      hz: 200,
      outputDir: temporaryFolder(),
      durationMs: 100,
    });
    expect(end).toEqual({ kind: 'duration' });
    expect(summary.durationMs).toBeGreaterThanOrEqual(90);
    expect(identifyProcess(pid)).toBeDefined();
  });

  it('ends with the process, whose exit status is unknown', async () => {
    const scripted = new ScriptedProcess();
    await scripted.start();
    onTestFinished(() => scripted.stop());
    const { end, runDir } = await record({
      subject: { kind: 'process', pid: scripted.pid ?? -1 },
      hz: 200,
      outputDir: temporaryFolder(),
      onStatus: () => scripted.kill(),
    });
    expect(end).toEqual({ kind: 'exited', exitCode: null, signal: null });
    const { verdict, report } = await concludeDirectory(runDir);
    // In this short time, a busy machine may miss too many ticks to be reliable; the end itself is not a failure.
    expect(['pass', 'unreliable']).toContain(verdict.outcome);
    expect(report.phases[0]?.name).toBe('record');
  });

  it('rejects an unknown pid and a zombie before anything is made', async () => {
    const outputDir = temporaryFolder();
    const attempt = (pid: number) =>
      record({ subject: { kind: 'process', pid }, hz: 100, outputDir });
    await expect(attempt(2 ** 22 + 1)).rejects.toMatchObject({ code: 'TARGET_NO_SUCH_PROCESS' });
    // A stopped parent does not reap its ended child; the child ends only after the parent has stopped.
    const parent = spawn('sh', ['-c', 'exec 3<&0; read -r _ <&3 & echo $!; kill -STOP $$'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [line]: unknown[] = await once(parent.stdout, 'data');
    const zombie = Number(String(line));
    await expect.poll(() => stateOf(parent.pid), PATIENT).toBe('T');
    parent.stdin.end();
    await expect.poll(() => identifyProcess(zombie), PATIENT).toBeUndefined();
    await expect(attempt(zombie)).rejects.toMatchObject({ code: 'TARGET_ZOMBIE' });
    expect(readdirSync(outputDir)).toEqual([]);
  });
});
