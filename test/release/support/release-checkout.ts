import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const rootDir = fileURLToPath(new URL('../../..', import.meta.url));

/** What the scripts of a release read and write. */
const COPIED = [
  '.changeset',
  '.gitignore',
  'CHANGELOG.md',
  'package-lock.json',
  'package.json',
  'scripts/pack',
  'scripts/release',
  'scripts/setup',
];

/** Answers like the registry of npm that has the packages in `published`, and lists what is published. */
const FAKE_NPM = `#!/bin/sh
cd "$(dirname "$0")"
case "$1" in
  view)
    if [ -e down ]; then echo 'network down' >&2; exit 1; fi
    if grep -qxF "$2" published; then echo '"1.0.0"'; else echo E404 >&2; exit 1; fi ;;
  publish) echo "$2" >> calls ;;
esac
`;

const ManifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).optional(),
});

type Manifest = z.infer<typeof ManifestSchema>;

/** A checkout with the packages and scripts of this one. */
export class ReleaseCheckout {
  readonly #dir = mkdtempSync(path.join(tmpdir(), 'loadcell-release-'));

  constructor() {
    const manifests = ['packages', 'platforms'].flatMap((folder) =>
      readdirSync(path.join(rootDir, folder)).map((name) => `${folder}/${name}/package.json`),
    );
    for (const file of [...COPIED, ...manifests]) {
      cpSync(path.join(rootDir, file), this.at(file), { recursive: true });
    }
    for (const file of this.changesets) rmSync(this.at('.changeset', file));
    symlinkSync(path.join(rootDir, 'node_modules'), this.at('node_modules'));
    this.git('init', '--quiet', '--initial-branch', 'main');
    this.git('add', '--all');
    this.git('-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '-qm', 'Start');
  }

  at(...names: string[]): string {
    return path.join(this.#dir, ...names);
  }

  git(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: this.#dir, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }

  get changesets(): readonly string[] {
    return readdirSync(this.at('.changeset')).filter(
      (file) => file.endsWith('.md') && file !== 'README.md',
    );
  }

  /** Every manifest, that of the root first. */
  get manifests(): readonly Manifest[] {
    const files = this.git('ls-files', 'package.json', '*/package.json').trim().split('\n');
    return files.map((file) => ManifestSchema.parse(JSON.parse(this.read(file))));
  }

  read(file: string): string {
    return readFileSync(this.at(file), 'utf8');
  }

  write(file: string, text: string): void {
    writeFileSync(this.at(file), text);
  }

  append(file: string, text: string): void {
    appendFileSync(this.at(file), text);
  }

  /** Runs a script of `scripts/release`. */
  run(script: string, ...args: string[]): SpawnSyncReturns<string> {
    const fakes = this.at('fakes');
    const before = existsSync(fakes) ? `${fakes}:` : '';
    return spawnSync(process.execPath, [this.at('scripts', 'release', script), ...args], {
      cwd: this.#dir,
      env: {
        ...process.env,
        PATH: `${before}${process.env['PATH'] ?? ''}`,
        npm_config_offline: 'true',
      },
      encoding: 'utf8',
    });
  }

  /** From now on, a registry that has these packages, as NAME@VERSION. */
  fakeRegistry(...published: readonly string[]): void {
    mkdirSync(this.at('fakes'));
    writeFileSync(this.at('fakes', 'npm'), FAKE_NPM, { mode: 0o755 });
    this.write('fakes/published', published.map((each) => `${each}\n`).join(''));
    this.write('fakes/calls', '');
  }

  remove(): void {
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
