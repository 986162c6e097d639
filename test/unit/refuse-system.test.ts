import { execFile, execFileSync, fork, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

it.each([
  ['a process', () => spawn('true')],
  ['a process by file', () => execFile('true')],
  ['a Node process', () => fork('none.js')],
  ['a synchronous process', () => spawnSync('true')],
  ['a synchronous program by file', () => execFileSync('true')],
  ['a thread', () => new Worker('none.js')],
  ['a server', () => createServer().listen(0)],
  ['a connection', () => connect(3)],
  ['an addon', () => process.dlopen({ exports: {} }, 'none.node')],
])('a unit test is denied %s', (_, start) => {
  expect(start).toThrow('Name its file *.system.test.ts');
});

it('a unit test is denied fetch', async () => {
  const { cause } = await fetch('http://127.0.0.1:3').then(
    () => ({ cause: undefined }),
    (error: unknown) => (error instanceof Error ? error : { cause: undefined }),
  );
  expect(cause).toMatchObject({ message: expect.stringContaining('opens a socket') });
});
