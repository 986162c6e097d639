import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { nowNs } from '../../src/stream/clock.ts';
import type { TargetExit } from '../../src/target/target.ts';

/** Holds and releases memory on command, one per line; answers each with a line. */
const PROGRAM = `
const held = new Map();
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const [verb, name, bytes] = line.split(' ');
  if (verb === 'hold') held.set(name, Buffer.alloc(Number(bytes), 1));
  else { held.delete(name); gc(); }
  console.log('done');
}).on('close', () => process.exit(0));
console.log('ready');
`;

/** A real process whose memory is known: it holds what a test requests. */
export class ScriptedProcess {
  readonly exited: Promise<TargetExit>;
  #child: ChildProcessByStdio<Writable, Readable, null> | undefined;
  #lines: Interface | undefined;
  #resolveExited: (exit: TargetExit) => void = () => {};

  constructor() {
    this.exited = new Promise((resolve) => {
      this.#resolveExited = resolve;
    });
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--expose-gc', '-e', PROGRAM], {
      stdio: ['pipe', 'pipe', 'inherit'],
      // Every block is mapped on its own, so that what is released goes back to the system.
      env: { ...process.env, MALLOC_MMAP_THRESHOLD_: '65536' },
    });
    this.#child = child;
    const pid = child.pid ?? -1;
    child.once('exit', (exitCode, signal) => {
      this.#resolveExited({ atNs: nowNs(), pid, exitCode, signal });
    });
    // A command to a process that was killed; its exit says the rest.
    child.stdin.on('error', () => {});
    this.#lines = createInterface({ input: child.stdout });
    await this.#respond();
  }

  /** Has it hold memory, written to, so that it is resident. */
  hold(name: string, bytes: number): Promise<void> {
    return this.#ask(`hold ${name.replaceAll(' ', '-')} ${bytes}`);
  }

  release(name: string): Promise<void> {
    return this.#ask(`release ${name.replaceAll(' ', '-')}`);
  }

  /** Kills it, as the kernel does when memory runs out. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    if (this.#child === undefined) return;
    this.#child.stdin.end();
    await this.exited;
  }

  async #ask(command: string): Promise<void> {
    this.#child?.stdin.write(`${command}\n`);
    await this.#respond();
  }

  async #respond(): Promise<void> {
    if (this.#lines !== undefined) await Promise.race([once(this.#lines, 'line'), this.exited]);
  }
}
