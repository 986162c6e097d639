import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Suspension, type SuspensionSource } from '../../src/terminal/suspension.ts';

/** A process whose signals the test emits; it records what happens to it, in order. */
class FakeProcess extends EventEmitter implements SuspensionSource {
  readonly pid = 42;
  readonly happened: string[] = [];

  kill(pid: number, signal: string): void {
    this.happened.push(`${signal} to ${pid} with ${this.listenerCount(signal)} listeners`);
  }
}

describe('Suspension', () => {
  it('restores the screen each time before the process stops', () => {
    const source = new FakeProcess();
    const suspension = new Suspension(source, () => source.happened.push('given back'));
    const stopped = ['given back', 'SIGTSTP to 42 with 0 listeners'];
    source.emit('SIGTSTP');
    expect(source.happened).toEqual(stopped);
    source.emit('SIGCONT');
    source.emit('SIGTSTP');
    expect(source.happened).toEqual([...stopped, ...stopped]);
    suspension.dispose();
  });

  it('listens once after repeated SIGCONT, and not after dispose', () => {
    const source = new FakeProcess();
    const suspension = new Suspension(source, () => {});
    source.emit('SIGCONT');
    source.emit('SIGCONT');
    expect(source.listenerCount('SIGTSTP')).toBe(1);
    suspension.dispose();
    expect(source.eventNames()).toEqual([]);
  });
});
