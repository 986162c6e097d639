import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const rootDir = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Replaces npm: records its arguments and creates what npm would create. It fails on request, and when two of it run
 * concurrently.
 */
const FAKE_NPM = `
import { appendFileSync, existsSync, mkdirSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
const line = process.argv.slice(2).join(' ');
mkdirSync('busy');
await new Promise((resolve) => setTimeout(resolve, 60));
appendFileSync('calls.log', line + '\\n');
const make = (file, text = '') => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
};
if (existsSync('fail') && line.includes('build')) process.exitCode = 7;
else if (/^(?:ci|install) /.test(line)) {
  if (line.startsWith('ci ')) rmSync('node_modules', { recursive: true, force: true });
  else writeFileSync('package-lock.json', JSON.stringify({ packages: { '': { dependencies: {} }, 'node_modules/thing': { version: '1.0.0' } } }));
  make('node_modules/thing/package.json', '{}');
  make('node_modules/.bin/loadcell');
  make('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/thing': { version: '1.0.0' } } }));
} else if (line.includes('build:native')) {
  const folder = 'packages/native/prebuilds/' + process.platform + '-' + process.arch;
  make(folder + '/x.node');
  make(folder + '/loadcell-launch');
} else {
  const [, name] = /@loadcell\\/(\\w+)/.exec(line);
  make('packages/' + name + '/dist/index.js');
  make('packages/' + name + '/schemas/x.schema.json');
  make('packages/' + name + '/assets/report-page.js');
}
rmdirSync('busy');
`;

/** The result of a setup. */
export interface SetupResult {
  readonly code: number | null;
  readonly stderr: string;
}

/** A small checkout with the real setup and a fake npm; it is removed when the test ends. */
export class Checkout {
  readonly folder: string;

  constructor() {
    this.folder = mkdtempSync(path.join(tmpdir(), 'loadcell-setup-'));
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
    cpSync(path.join(rootDir, 'scripts'), this.at('scripts'), { recursive: true });
    const dependencies = { thing: '1.0.0' };
    const packages = {
      '': { dependencies },
      'node_modules/thing': { version: '1.0.0' },
      // Belongs to another system: npm skips it, and the setup must accept that.
      'node_modules/thing-for-another-system': { version: '1.0.0', optional: true },
    };
    this.write('fake-npm.mjs', FAKE_NPM);
    this.write('package.json', JSON.stringify({ engines: { node: '>=20.20' }, dependencies }));
    this.write('package-lock.json', JSON.stringify({ packages }));
    this.write('native/src/addon.cc', '// addon');
    for (const name of ['native', 'core', 'cli']) {
      this.write(`packages/${name}/src/index.ts`, `export const name = '${name}';`);
    }
  }

  at(file: string): string {
    return path.join(this.folder, file);
  }

  write(file: string, text: string): void {
    mkdirSync(path.dirname(this.at(file)), { recursive: true });
    writeFileSync(this.at(file), text);
  }

  remove(file: string): void {
    rmSync(this.at(file), { recursive: true });
  }

  /** The npm calls since the last take. */
  takeCalls(): string[] {
    const file = this.at('calls.log');
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    rmSync(file);
    return lines;
  }

  async setUp(environment: Readonly<Record<string, string>> = {}): Promise<SetupResult> {
    const child = spawn(process.execPath, [this.at('scripts/setup.mjs')], {
      env: { ...process.env, npm_execpath: this.at('fake-npm.mjs'), ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    await once(child, 'close');
    return { code: child.exitCode, stderr };
  }
}
