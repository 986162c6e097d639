import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Suspension, type SuspensionSource } from '../../src/terminal/suspension.ts';

/** A process whose signals are emitted by the test, and which keeps what happens to it, in order. */
class FakeProcess extends EventEmitter implements SuspensionSource {
  readonly pid = 42;
  readonly happened: string[] = [];

  kill(pid: number, signal: string): void {
    this.happened.push(`${signal} to ${pid} with ${this.listenerCount(signal)} listeners`);
  }
}

describe('Suspension', () => {
  it('gives the screen back before the process stops by default, each time', () => {
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

  it('listens once, however often the process is told to go on, and not at all afterwards', () => {
    const source = new FakeProcess();
    const suspension = new Suspension(source, () => {});
    source.emit('SIGCONT');
    source.emit('SIGCONT');
    expect(source.listenerCount('SIGTSTP')).toBe(1);
    suspension.dispose();
    expect(source.eventNames()).toEqual([]);
  });
});
