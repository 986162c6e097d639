import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LOADCELL } from '../../e2e/support/run-loadcell.ts';
import { shifted, type ClockShift } from './clock-shift.ts';
import { Network, type NetworkMachine } from './network.ts';
import { Program } from './program.ts';
import { Releases } from './releases.ts';

const RELAY = fileURLToPath(new URL('programs/delaying-relay.mjs', import.meta.url));

/** A machine of a lab: a namespace, a folder, clocks and programs. */
export interface LabMachine extends NetworkMachine {
  readonly name: string;
  readonly folder: string;
  /** Starts a program on it, which ends with the lab. */
  start(command: readonly string[], env?: Readonly<Record<string, string>>): Program;
  /** Starts `loadcell` on it. */
  loadcell(...args: readonly string[]): Program;
}

/** Machines joined by a network. `close` ends their programs and removes everything. */
export class Lab {
  readonly folder: string;
  readonly #network: Network;
  readonly #programs: Program[] = [];
  readonly #releases = new Releases();

  constructor() {
    this.folder = mkdtempSync(path.join(tmpdir(), 'loadcell-lab-'));
    this.#releases.add(() => rmSync(this.folder, { recursive: true, force: true }));
    this.#network = new Network();
    this.#releases.add(() => this.#network.close());
    this.#releases.add(() => Promise.all(this.#programs.map((program) => program.kill())));
  }

  /** Called before the programs are killed, the latest first. */
  onClose(step: () => unknown): void {
    this.#releases.add(step);
  }

  /** Adds a machine. */
  addMachine(name: string, shift: ClockShift = {}): LabMachine {
    const machine = this.#network.addMachine();
    const folder = path.join(this.folder, name);
    mkdirSync(folder);
    const { before, env: shiftedEnv } = shifted(shift);
    const start = (command: readonly string[], env = {}): Program => {
      const all = [...machine.within, ...before, ...command];
      const program = new Program(all, { cwd: folder, env: { ...shiftedEnv, ...env } });
      this.#programs.push(program);
      return program;
    };
    const loadcell = (...args: readonly string[]): Program =>
      start([process.execPath, LOADCELL, ...args]);
    return { ...machine, name, folder, start, loadcell };
  }

  /**
   * Puts a way of some length before a server: a machine of its own that passes connections on.
   * @returns where it listens
   */
  async addRelay(to: NetworkMachine, port: number, delayMs: number): Promise<NetworkMachine> {
    const relay = this.addMachine(`relay-${port}`);
    const words = [relay.address, port, to.address, port, delayMs].map(String);
    await relay.start([process.execPath, RELAY, ...words]).says('ready');
    return relay;
  }

  async close(): Promise<void> {
    await this.#releases.run();
  }
}
