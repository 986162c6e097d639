import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ENDING_SIGNALS, Interruption, type SignalSource } from '../../src/signals/interruption.ts';

/** A process whose signals the test emits; it records calls. */
class FakeProcess extends EventEmitter implements SignalSource {
  readonly pid = process.pid;
  readonly killed: number[] = [];
  readonly exits: number[] = [];

  kill(pid: number): void {
    this.killed.push(pid);
  }

  exit(code: number): void {
    this.exits.push(code);
  }
}

async function startChild(): Promise<number> {
  const child = spawn('sleep', ['60']);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child, 'spawn');
  return child.pid ?? Number.NaN;
}

describe('Interruption', () => {
  it.each(ENDING_SIGNALS)('aborts on the first signal and reports it once: %s', (signal) => {
    const source = new FakeProcess();
    let signals = 0;
    const interruption = new Interruption(source, 130, () => {
      signals += 1;
    });
    source.emit(signal);
    expect(interruption.signal.aborted).toBe(true);
    expect(signals).toBe(1);
    expect(source.exits).toEqual([]);
  });

  it('kills the child of the run and exits on the second', async () => {
    const source = new FakeProcess();
    const interruption = new Interruption(source, 130, () => {});
    const pid = await startChild();
    interruption.follow({ kind: 'target-started', atNs: 1, phase: 'load', pid });
    source.emit('SIGINT');
    source.emit('SIGINT');
    expect(source.killed).toEqual([pid]);
    expect(source.exits).toEqual([130]);
  });

  it('signals neither a process that is not a child nor one that has exited', async () => {
    const source = new FakeProcess();
    const interruption = new Interruption(source, 130, () => {});
    const pid = await startChild();
    const exit = { expected: true, exitCode: 0, signal: null } as const;
    interruption.follow({ kind: 'target-started', atNs: 1, phase: 'load', pid: process.ppid });
    interruption.follow({ kind: 'target-started', atNs: 1, phase: 'load', pid });
    interruption.follow({ kind: 'target-exited', atNs: 2, phase: 'load', pid, ...exit });
    source.emit('SIGINT');
    source.emit('SIGINT');
    expect(source.killed).toEqual([]);
  });

  it('restores the signals', () => {
    const source = new FakeProcess();
    new Interruption(source, 130, () => {}).dispose();
    expect(ENDING_SIGNALS.map((signal) => source.listenerCount(signal))).toEqual([0, 0, 0]);
  });
});
