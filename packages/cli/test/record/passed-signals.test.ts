import { EventEmitter } from 'node:events';
import type { CommandControl } from '@loadcell/core';
import { describe, expect, it, vi } from 'vitest';
import { PASSED_SIGNALS, PassedSignals } from '../../src/record/passed-signals.ts';

function listen() {
  const source = new EventEmitter();
  const heard: string[] = [];
  const passed = new PassedSignals(source, {
    onFirst: (signal) => heard.push(`first ${signal}`),
    onSecond: () => heard.push('second'),
    onThird: () => heard.push('third'),
  });
  const command: CommandControl = {
    passOn: (signal) => heard.push(`to command ${signal}`),
    kill: vi.fn<() => void>(),
  };
  /** Emits as the event loop does: the next one in another turn. */
  const send = async (signal: NodeJS.Signals) => {
    source.emit(signal, signal);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  };
  return { source, heard, passed, command, send };
}

describe('signals to the recorder of a command', () => {
  it('are all forwarded, each time', async () => {
    const { passed, command, heard, send } = listen();
    passed.follow(command);
    await send('SIGUSR1');
    await send('SIGUSR1');
    await send('SIGQUIT');
    expect(heard).toEqual(['to command SIGUSR1', 'to command SIGUSR1', 'to command SIGQUIT']);
  });

  it('that end a process are forwarded once, then end the command, then kill it', async () => {
    const { passed, command, heard, send } = listen();
    passed.follow(command);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGINT'] as const) await send(signal);
    expect(heard).toEqual(['to command SIGINT', 'first SIGINT', 'second', 'third', 'third']);
  });

  it('count as one in the same turn', async () => {
    const { source, passed, command, heard, send } = listen();
    passed.follow(command);
    source.emit('SIGTERM', 'SIGTERM');
    await send('SIGTERM');
    expect(heard).toEqual(['to command SIGTERM', 'first SIGTERM']);
  });

  it('quit immediately before the command starts', async () => {
    const { heard, send } = listen();
    await send('SIGUSR1');
    await send('SIGINT');
    expect(heard).toEqual(['third']);
  });

  it('are forwarded until dispose', () => {
    const { source, passed } = listen();
    const count = () => PASSED_SIGNALS.map((signal) => source.listenerCount(signal));
    expect(count()).toEqual(PASSED_SIGNALS.map(() => 1));
    passed.dispose();
    expect(count()).toEqual(PASSED_SIGNALS.map(() => 0));
  });
});
