import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { PackedPackages } from './packing.ts';
import { rootDir, run } from './packing.ts';

/** What a user has in the environment: nothing of the checkout or of the npm that runs the tests. */
function userEnvironment(home: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|NODE_|VITEST|CI$|INIT_CWD)/i.test(name),
  );
  return { ...Object.fromEntries(own), HOME: home };
}

/** The packages installed from their tarballs in an empty folder, with an empty home and scripts off. */
export class Installation {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'loadcell-installed-'));
  readonly env: NodeJS.ProcessEnv;

  constructor(packages: PackedPackages) {
    const home = this.at('home');
    mkdirSync(home);
    this.env = userEnvironment(home);
    writeFileSync(this.at('package.json'), JSON.stringify({ name: 'consumer', private: true }));
    const here = `linux-${process.arch}-gnu`;
    const tarballs = packages.all
      .filter(({ name }) => !name.startsWith('@loadcell/native-') || name.endsWith(here))
      .map(({ tarball }) => tarball);
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--omit=peer'];
    run('npm', ['install', ...flags, ...tarballs], this.folder, this.env);
    const fixtures = path.join(rootDir, 'test', 'packaging', 'fixtures');
    cpSync(fixtures, this.folder, { recursive: true });
  }

  at(...names: string[]): string {
    return path.join(this.folder, ...names);
  }

  /** The file of the command. */
  get command(): string {
    return this.at('node_modules', '@loadcell', 'cli', 'bin', 'loadcell.js');
  }

  /** Runs the command to its end. */
  loadcell(node: string, args: readonly string[]): SpawnSyncReturns<string> {
    return this.node(node, [this.command, ...args]);
  }

  /** Runs a program of Node to its end. */
  node(node: string, args: readonly string[]): SpawnSyncReturns<string> {
    return spawnSync(node, args, { cwd: this.folder, env: this.env, encoding: 'utf8' });
  }

  /** Runs `loadcell mock` while `use` works with its URL. */
  async withMock<Value>(node: string, use: (url: string) => Value): Promise<Value> {
    const child = spawn(node, [this.command, 'mock', '--port', '0'], {
      cwd: this.folder,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = once(child, 'exit');
    try {
      const lines = createInterface(child.stdout);
      for await (const line of lines) {
        const [url] = /http:\/\/[\w.:[\]]+/.exec(line) ?? [];
        if (url !== undefined) return use(url);
      }
      throw new Error('loadcell mock ended without showing its URL');
    } finally {
      child.kill('SIGTERM');
      await exited;
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
