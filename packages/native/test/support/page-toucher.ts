import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** Bytes of a page on this machine. */
export function pageBytes(): number {
  return Number(spawnSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }).stdout);
}

/** Compiles the program once for a test file. */
export class PageToucherProgram {
  readonly path: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'loadcell-pages-'));

  constructor() {
    this.path = join(this.#folder, 'page-toucher');
    const source = fileURLToPath(new URL('../fixtures/page-toucher.c', import.meta.url));
    const compiled = spawnSync('cc', ['-O1', '-o', this.path, source], { encoding: 'utf8' });
    if (compiled.status !== 0) throw new Error(`The child did not compile: ${compiled.stderr}`);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** A child process that touches memory page by page on request. */
export class PageToucher {
  readonly pid: number;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;

  constructor(program: PageToucherProgram) {
    this.#child = spawn(program.path, { stdio: ['pipe', 'pipe', 'inherit'] });
    if (this.#child.pid === undefined) throw new Error('The child did not start.');
    this.pid = this.#child.pid;
  }

  /** Resolves when this many more pages are resident; fewer for a negative number. */
  async touch(pages: number): Promise<void> {
    const answered = once(this.#child.stdout, 'data');
    this.send(pages);
    await answered;
  }

  /** Makes the child touch this many more pages, without waiting. */
  send(pages: number): void {
    this.#child.stdin.write(`${pages}\n`);
  }

  /** The signal that ended the child, if any. */
  get signal(): NodeJS.Signals | null {
    return this.#child.signalCode;
  }

  /** Ends the child; resolves when it has been reaped. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.stdin.end();
    await exited;
  }
}
