import { execFileSync } from 'node:child_process';
import { SEARCH_PATH } from './why-no-lab.ts';

/** All machines of a network have addresses in it; it is reachable from none of the root namespace. */
const PREFIX = '10.77.0';
const FIRST = 2;
const LAST = 250;
/** Rules at the head of a chain match before any others. */
const CHAINS = ['INPUT', 'OUTPUT'] as const;

let networks = 0;

/** Runs a program of the system. @throws when it fails, with its output */
function run(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, PATH: SEARCH_PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** A machine of a {@link Network}: a network namespace with one interface, and its loopback. */
export interface NetworkMachine {
  readonly namespace: string;
  /** IPv4. */
  readonly address: string;
  /** A command that runs another in the namespace. */
  readonly within: readonly string[];
  /** Drops a share of all packets that come and go, 0 to 1. Twice adds to it. */
  lose(share: number): void;
  /** Drops all packets; connections stay open without an error. */
  cut(): void;
  /** Ends {@link cut} and {@link lose}. */
  join(): void;
  /** Takes the cable out. */
  unplug(): void;
  /** Puts it back. */
  plug(): void;
}

/** A network without a way out: a bridge in a namespace of its own. Names are unique per process. */
export class Network {
  readonly #name: string;
  readonly #namespaces: string[] = [];

  constructor() {
    networks += 1;
    this.#name = `loadcell-${process.pid}-${networks}`;
    this.#add(this.#name);
    try {
      run('ip', '-n', this.#name, 'link', 'add', 'bridge', 'type', 'bridge');
      run('ip', '-n', this.#name, 'link', 'set', 'bridge', 'up');
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The namespaces of the network: that of the bridge, and those of the machines. */
  get namespaces(): readonly string[] {
    return this.#namespaces;
  }

  /** Adds a machine, which reaches all others. */
  addMachine(): NetworkMachine {
    // The namespace of the bridge has no address.
    const number = this.#namespaces.length - 1 + FIRST;
    if (number > LAST) throw new Error(`A network has at most ${LAST - FIRST + 1} machines.`);
    const namespace = `${this.#name}-${number}`;
    const address = `${PREFIX}.${number}`;
    const port = `port${number}`;
    this.#add(namespace);
    run(
      'ip',
      '-n',
      this.#name,
      ...`link add ${port} type veth peer name eth0 netns`.split(' '),
      namespace,
    );
    run('ip', '-n', this.#name, ...`link set ${port} master bridge up`.split(' '));
    run('ip', '-n', namespace, ...`address add ${address}/24 dev eth0`.split(' '));
    run('ip', '-n', namespace, ...'link set lo up'.split(' '));
    run('ip', '-n', namespace, ...'link set eth0 up'.split(' '));
    const within = ['ip', 'netns', 'exec', namespace];
    const filter = (...rule: readonly string[]): void => {
      for (const chain of CHAINS) {
        const interfaceFlag = chain === 'INPUT' ? '-i' : '-o';
        const match = ['-A', chain, interfaceFlag, 'eth0', ...rule, '-j', 'DROP'];
        run('ip', 'netns', 'exec', namespace, 'iptables', '--wait', ...match);
      }
    };
    return {
      namespace,
      address,
      within,
      lose: (share) =>
        filter('-m', 'statistic', '--mode', 'random', '--probability', String(share)),
      cut: () => filter(),
      join: () => void run('ip', 'netns', 'exec', namespace, 'iptables', '--wait', '-F'),
      unplug: () => void run('ip', '-n', namespace, 'link', 'set', 'eth0', 'down'),
      plug: () => void run('ip', '-n', namespace, 'link', 'set', 'eth0', 'up'),
    };
  }

  /** Removes all namespaces, with their interfaces. Programs in them must have ended. */
  close(): void {
    for (const namespace of this.#namespaces.splice(0).toReversed()) {
      run('ip', 'netns', 'delete', namespace);
    }
  }

  #add(namespace: string): void {
    run('ip', 'netns', 'add', namespace);
    this.#namespaces.push(namespace);
  }
}
