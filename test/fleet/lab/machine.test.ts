import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readProcess } from '../../e2e/support/processes.ts';
import { Lab } from '../support/lab.ts';
import { SmallDisk } from '../support/small-disk.ts';
import { whyNoLab } from '../support/why-no-lab.ts';

const whySkipped = whyNoLab();

const CLOCKS = `process.stdout.write(JSON.stringify({
  monotonicS: Number(process.hrtime.bigint()) / 1e9, wallS: Date.now() / 1000 }))`;
/** A machine that is busy takes this long to start a program, seconds. */
const START_S = 30;

/** Echoes lines, and says when it listens. */
const ECHO = `require('net').createServer((socket) => socket.pipe(socket))
  .listen(7, process.argv[1], () => console.log('ready'))`;
/** Prints how long an echo takes, ms. */
const ASK = `const socket = require('net').connect({ host: process.argv[1], port: 7, noDelay: true }, () => {
  const sentNs = process.hrtime.bigint();
  socket.once('data', () => {
    console.log(Number(process.hrtime.bigint() - sentNs) / 1e6);
    socket.destroy();
  }).write('x');
})`;

function makeLab(): Lab {
  const lab = new Lab();
  onTestFinished(() => lab.close());
  return lab;
}

async function clocksOf(lab: Lab, name: string, shift: object) {
  const machine = lab.addMachine(name, shift);
  const { stdout } = await machine.start([process.execPath, '-e', CLOCKS]).finished;
  const clocks: { monotonicS: number; wallS: number } = JSON.parse(stdout);
  return clocks;
}

describe.skipIf(whySkipped !== undefined)(`machines of a lab (${whySkipped ?? 'here'})`, () => {
  it('have clocks of their own', async () => {
    const lab = makeLab();
    const honest = await clocksOf(lab, 'honest', {});
    const ahead = await clocksOf(lab, 'ahead', { monotonicS: 1000 });
    const late = await clocksOf(lab, 'late', { wallS: -1000 });
    expect(Math.abs(ahead.monotonicS - honest.monotonicS - 1000)).toBeLessThan(START_S);
    expect(Math.abs(ahead.wallS - honest.wallS)).toBeLessThan(START_S);
    expect(Math.abs(late.wallS - honest.wallS + 1000)).toBeLessThan(START_S);
    expect(Math.abs(late.monotonicS - honest.monotonicS)).toBeLessThan(START_S);
  });

  it('reach a server behind a long way later than one beside them', async () => {
    const lab = makeLab();
    const [server, client] = [lab.addMachine('server'), lab.addMachine('client')];
    await server.start([process.execPath, '-e', ECHO, server.address]).says('ready');
    const relay = await lab.addRelay(server, 7, 20);
    const { stdout } = await client.start([process.execPath, '-e', ASK, relay.address]).finished;
    // There and back; timers are early by less than 1 ms.
    expect(Number(stdout)).toBeGreaterThan(38);
  });

  it('stop and go on with all their processes', async () => {
    const machine = makeLab().addMachine('frozen');
    const program = machine.start(['sh', '-c', 'echo ready; sleep 600 & wait']);
    await program.says('ready');
    program.signal('SIGSTOP');
    await expect.poll(() => readProcess(program.pid)?.state).toBe('T');
    program.signal('SIGCONT');
    await expect.poll(() => readProcess(program.pid)?.state).toBe('S');
    await program.kill();
    expect(program.isRunning).toBe(false);
  });

  it('end their programs when the lab is closed', async () => {
    const lab = new Lab();
    const program = lab.addMachine('one').start(['sleep', '600']);
    await lab.close();
    expect(program.isRunning).toBe(false);
  });
});

it.skipIf(whySkipped !== undefined)('a small disk has no room for more', () => {
  const disk = new SmallDisk(64);
  onTestFinished(() => disk.close());
  const file = path.join(disk.folder, 'file');
  writeFileSync(file, Buffer.alloc(1024));
  expect(() => writeFileSync(file, Buffer.alloc(1 << 20))).toThrow('ENOSPC');
});
