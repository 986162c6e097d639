import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClockShift } from './clock-shift.ts';
import { Lab, type LabMachine } from './lab.ts';
import type { Program } from './program.ts';

const BUS_PORT = 4222;
/** Port of every server. */
export const SERVER_PORT = 8000;
const USER = 'loadcell';
const STRANGER = fileURLToPath(new URL('programs/stranger.mjs', import.meta.url));
const TAMPERER = fileURLToPath(new URL('programs/tamperer.mjs', import.meta.url));

/** An agent on a machine of its own, or with the server that it watches. */
export interface LabAgent {
  readonly name: string;
  readonly machine: LabMachine;
  /** Where it keeps its run directories. */
  readonly outputDir: string;
  /** The running program; another after {@link start}. */
  readonly program: Program;
  /** Starts it again. */
  start(outputDir?: string): void;
}

/** How an agent differs from the others. */
export interface AgentOptions {
  readonly clock?: ClockShift;
  /** Share of its packets that get lost. */
  readonly loss?: number;
}

/** A bus, mock servers, agents and a coordinator, on machines of a {@link Lab}. */
export class FleetLab {
  readonly coordinator: LabMachine;
  readonly #lab: Lab;
  readonly #busMachine: LabMachine;
  readonly #password = randomBytes(8).toString('hex');
  #bus: Program | undefined;
  #busUrl = '';

  private constructor(lab: Lab) {
    this.#lab = lab;
    this.#busMachine = lab.addMachine('bus');
    this.coordinator = lab.addMachine('coordinator');
  }

  /** Starts the bus. @param delayMs of every message to the bus, and of every one from it; none when absent */
  static async start(delayMs?: number): Promise<FleetLab> {
    const lab = new Lab();
    try {
      const fleet = new FleetLab(lab);
      const { address, folder } = fleet.#busMachine;
      writeFileSync(
        path.join(folder, 'nats.conf'),
        [
          `host: "${address}"`,
          `port: ${BUS_PORT}`,
          'jetstream { store_dir: "stored" }',
          `authorization { user: ${USER}, password: "${fleet.#password}" }`,
        ].join('\n'),
      );
      await fleet.startBus();
      const { address: reached } =
        delayMs === undefined
          ? fleet.#busMachine
          : await lab.addRelay(fleet.#busMachine, BUS_PORT, delayMs);
      fleet.#busUrl = fleet.#urlAt(reached);
      return fleet;
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  /** Starts the bus, again with what it has stored. */
  async startBus(): Promise<void> {
    this.#bus = this.#busMachine.start(['nats-server', '-c', 'nats.conf']);
    await this.#bus.says('Server is ready');
  }

  /** Stops the bus. */
  async stopBus(): Promise<void> {
    this.#bus?.signal('SIGTERM');
    await this.#bus?.finished;
  }

  /** Adds a machine on which nothing runs. */
  addMachine(name: string): LabMachine {
    return this.#lab.addMachine(name);
  }

  /** Starts a mock server. */
  async addServer(name: string, ...flags: readonly string[]): Promise<LabServer> {
    const machine = this.addMachine(name);
    const program = machine.loadcell(
      'mock',
      '--host',
      machine.address,
      '--port',
      String(SERVER_PORT),
      '--time-to-first-token=5ms',
      '--inter-token-latency=1ms',
      '--output-tokens=4',
      ...flags,
    );
    const url = `http://${machine.address}:${SERVER_PORT}`;
    await program.says(url);
    return { machine, program, url };
  }

  /** Starts an agent that sends load. */
  addLoad(name: string, { clock, loss }: AgentOptions = {}): LabAgent {
    const machine = this.#lab.addMachine(name, clock);
    if (loss !== undefined) machine.lose(loss);
    return this.#agent(name, machine, ['--roles', 'load']);
  }

  /** Starts an agent on the machine of a server, which it finds by the port. */
  addWatch(
    name: string,
    { machine }: Pick<LabServer, 'machine'>,
    ...flags: readonly string[]
  ): LabAgent {
    const found = ['--roles', 'watch', '--pid', 'auto', '--port', String(SERVER_PORT)];
    return this.#agent(name, machine, [...found, ...flags]);
  }

  /** Starts `loadcell run --fleet` with a configuration. */
  run(config: unknown, ...flags: readonly string[]): LabRun {
    const folder = mkdtempSync(path.join(this.coordinator.folder, 'run-'));
    const file = path.join(folder, 'loadcell.config.json');
    writeFileSync(file, JSON.stringify(config));
    const wait = flags.includes('--wait-agents') ? [] : ['--wait-agents', '60s'];
    const program = this.coordinator.loadcell(
      'run',
      file,
      '--fleet',
      this.#busUrl,
      '--output-dir',
      folder,
      ...wait,
      ...flags,
    );
    return { program, folder, runDir: () => path.join(folder, 'latest') };
  }

  /** Announces an agent of another version, as one that is installed elsewhere does. */
  async announceStranger(name: string, version: string): Promise<Program> {
    const words = [
      process.execPath,
      STRANGER,
      this.#urlAt(this.#busMachine.address),
      name,
      version,
    ];
    const program = this.#busMachine.start(words);
    await program.says('announced');
    return program;
  }

  /** Deletes the content of files of an agent as soon as they are stored, until it is killed. */
  async tamper(agent: string): Promise<Program> {
    const words = [process.execPath, TAMPERER, this.#urlAt(this.#busMachine.address), agent];
    const program = this.#busMachine.start(words);
    await program.says('waiting');
    return program;
  }

  async close(): Promise<void> {
    await this.#lab.close();
  }

  #urlAt(address: string): string {
    return `nats://${USER}:${this.#password}@${address}:${BUS_PORT}`;
  }

  #agent(name: string, machine: LabMachine, flags: readonly string[]): LabAgent {
    const own = path.join(machine.folder, `agent-${name}`);
    mkdirSync(own);
    const start = (outputDir: string): Program =>
      machine.loadcell(
        'agent',
        '--bus',
        this.#busUrl,
        '--name',
        name,
        '--output-dir',
        outputDir,
        ...flags,
      );
    let current = { outputDir: own, program: start(own) };
    return {
      name,
      machine,
      get outputDir() {
        return current.outputDir;
      },
      get program() {
        return current.program;
      },
      start: (outputDir = own) => {
        current = { outputDir, program: start(outputDir) };
      },
    };
  }
}

/** A mock server of a lab. */
export interface LabServer {
  readonly machine: LabMachine;
  readonly program: Program;
  readonly url: string;
}

/** A run of a coordinator. */
export interface LabRun {
  readonly program: Program;
  readonly folder: string;
  /** Its run directory, once there is one. */
  readonly runDir: () => string;
}

/** The streams of events of all runs of an agent, the newest last. */
function eventFilesOf({ outputDir }: Pick<LabAgent, 'outputDir'>): string[] {
  if (!existsSync(outputDir)) return [];
  // Links to the latest run are not followed.
  return readdirSync(outputDir, { recursive: true, encoding: 'utf8' })
    .filter((name) => path.basename(name) === 'events.jsonl')
    .map((name) => path.join(outputDir, name))
    .toSorted((a, b) => statSync(a).birthtimeMs - statSync(b).birthtimeMs);
}

/** The events that an agent has recorded in its latest run; empty before the first. */
export function eventsOf(agent: Pick<LabAgent, 'outputDir'>): string {
  const newest = eventFilesOf(agent).at(-1);
  return newest === undefined ? '' : readFileSync(newest, 'utf8');
}

/**
 * Whether an agent has recorded a request of a stage in its latest run: the stage begins seconds before its first send.
 * @param stage a name that is no word of the descriptions of the columns
 */
export function hasSent(agent: Pick<LabAgent, 'outputDir'>, stage: string): boolean {
  const newest = eventFilesOf(agent).at(-1);
  if (newest === undefined) return false;
  const requests = path.join(path.dirname(newest), 'requests.arrows');
  return existsSync(requests) && readFileSync(requests).includes(stage);
}

/** How many run directories an agent has kept. */
export function directoriesOf(agent: Pick<LabAgent, 'outputDir'>): number {
  return eventFilesOf(agent).length;
}
