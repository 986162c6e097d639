import type { EngineMessage } from '../engine-protocol.ts';
import { EngineProcess } from './engine-process.ts';
import { HeapReporter } from './heap-reporter.ts';
import { openEngine } from './open-engine.ts';

/*
 * Entry of the engine process. The launcher starts it for the runner and ends it when the runner is gone, even while an
 * engine keeps this thread busy. It holds nothing that outlives it, so it kills itself when the channel closes:
 * process.exit() would wait for the engine's threads.
 */

function dieWithRunner(): void {
  process.kill(process.pid, 'SIGKILL');
}

function send(message: EngineMessage): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, undefined, {}, (error) => {
      // A message fails only if the channel is closed.
      if (error !== null) dieWithRunner();
      resolve();
    });
  });
}

// The runner decides when this process ends.
process.on('SIGINT', () => {});
process.on('disconnect', dieWithRunner);

const heap = new HeapReporter((readings) => void send({ kind: 'heap', readings }));

const engineProcess = new EngineProcess({
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
  void engineProcess.receive(message);
});
