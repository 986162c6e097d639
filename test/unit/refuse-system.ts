import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import workerThreads from 'node:worker_threads';

/**
 * Runs before each file of unit tests: they start no process or thread, open no socket and load no addon. A file that
 * does is named `*.system.test.ts`, and runs in a separate process.
 */
function refuse(owner: object, name: string, what: string): void {
  Reflect.set(owner, name, function refused(): never {
    throw new Error(
      `A unit test ${what}. Name its file *.system.test.ts, or give the code under test a fake.`,
    );
  });
}

refuse(childProcess.ChildProcess.prototype, 'spawn', 'starts a process');
for (const name of ['spawnSync', 'execSync', 'execFileSync']) {
  refuse(childProcess, name, 'starts a process');
}
refuse(workerThreads, 'Worker', 'starts a thread');
refuse(net.Server.prototype, 'listen', 'opens a socket');
refuse(net.Socket.prototype, 'connect', 'opens a socket');
refuse(process, 'dlopen', 'loads an addon');
syncBuiltinESMExports();
