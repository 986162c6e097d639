import { exitWithParent } from '@loadcell/native';
import type { HostMessage } from '../host-protocol.ts';
import { EngineHost } from './engine-host.ts';
import { HeapTeller } from './heap-teller.ts';
import { openEngine } from './open-engine.ts';

/*
 * Entry of the engine host: a child process that the runner forks with its own pid as argument, and that lives no
 * longer than the runner. It holds nothing that outlives it, so when the runner is gone it kills itself: leaving by
 * process.exit() would wait for whatever the engine's threads are at.
 */

function dieWithRunner(): void {
  process.kill(process.pid, 'SIGKILL');
}

function send(message: HostMessage): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, undefined, {}, (error) => {
      // Only a closed channel fails a message.
      if (error !== null) dieWithRunner();
      resolve();
    });
  });
}

// Ctrl-C at a terminal goes to the whole group of processes; the runner decides what becomes of this one.
process.on('SIGINT', () => {});
process.on('disconnect', dieWithRunner);

// While an engine keeps this thread busy, no closed channel is seen: the kernel sees the runner end.
exitWithParent(Number(process.argv[2]));

const heap = new HeapTeller((readings) => void send({ kind: 'heap', readings }));

const host = new EngineHost({
  openEngine,
  reply: send,
  heap,
  leave: () => {
    process.off('disconnect', dieWithRunner);
    process.exit(0);
  },
});

heap.start();

process.on('message', (message) => {
  // What this rejects with is a broken protocol: the process ends by it, and says why.
  void host.receive(message);
});
