import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';

const rootDir = fileURLToPath(new URL('../..', import.meta.url));
const NAMES = ['native', 'core', 'cli'] as const;

type Name = (typeof NAMES)[number];

/** The contents of each package besides its compiled sources. */
const CONTENTS: Readonly<Record<Name, readonly RegExp[]>> = {
  native: [
    /^binding\.gyp$/,
    /^native\/(?:flags|launch|sources)\.gypi$/,
    /^native\/src\/.+\.(?:cc|h)$/,
    /^prebuilds\/[a-z0-9]+-[a-z0-9]+\/[^/]+\.node$/,
    /^prebuilds\/[a-z0-9]+-[a-z0-9]+\/loadcell-launch$/,
  ],
  core: [
    /^schemas\/[a-z-]+\.schema\.json$/,
    /^assets\/[a-z]+-page\.js$/,
    /^assets\/report-page\.css$/,
  ],
  cli: [/^bin\/loadcell\.js$/],
};

const COMMON = [/^LICENSE$/, /^README\.md$/, /^package\.json$/, /^dist\/.+\.(?:js|js\.map|d\.ts)$/];

const PackedSchema = z.array(
  z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }),
);

const ManifestSchema = z.looseObject({
  license: z.string(),
  scripts: z.record(z.string(), z.string()),
});

let folder = '';

function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

/** Packs a package as `npm publish` would. @returns the paths in the tarball */
function pack(name: Name): { readonly tarball: string; readonly files: readonly string[] } {
  const cwd = path.join(rootDir, 'packages', name);
  const output = run('npm', ['pack', '--json', '--pack-destination', folder], cwd);
  // Output of npm scripts precedes the JSON.
  const [packed] = PackedSchema.parse(JSON.parse(output.slice(output.search(/^\[/m))));
  if (packed === undefined) throw new Error('npm packed nothing.');
  return {
    tarball: path.join(folder, packed.filename),
    files: packed.files.map((file) => file.path),
  };
}

const packed = new Map<Name, ReturnType<typeof pack>>();

function packageOf(name: Name): ReturnType<typeof pack> {
  const found = packed.get(name);
  if (found === undefined) throw new Error(`${name} is not packed.`);
  return found;
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'loadcell-packages-'));
  for (const name of NAMES) packed.set(name, pack(name));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(NAMES)('@loadcell/%s as it ships', (name) => {
  it('contains exactly the expected files', () => {
    const { files } = packageOf(name);
    const expected = [...COMMON, ...CONTENTS[name]];
    expect(files.filter((file) => !expected.some((pattern) => pattern.test(file)))).toEqual([]);
    const required = [/^LICENSE$/, ...CONTENTS[name]];
    expect(required.filter((pattern) => !files.some((file) => pattern.test(file)))).toEqual([]);
  });

  it('contains every source compiled, with its types', () => {
    const { files } = packageOf(name);
    const sources = readdirSync(path.join(rootDir, 'packages', name, 'src'), { recursive: true });
    const missing = sources
      .map((source) => source.toString())
      .filter((source) => source.endsWith('.ts'))
      .flatMap((source) => [source.replace(/ts$/, 'js'), source.replace(/ts$/, 'd.ts')])
      .filter((output) => !files.includes(`dist/${output}`));
    expect(missing).toEqual([]);
  });

  it('passes publint, and runs nothing on installation', async () => {
    const tarball = readFileSync(packageOf(name).tarball);
    const { messages } = await publint({
      pack: { tarball: new Uint8Array(tarball).buffer },
      strict: true,
    });
    expect(messages).toEqual([]);
    const manifest = readFileSync(path.join(rootDir, 'packages', name, 'package.json'), 'utf8');
    const { scripts, license } = ManifestSchema.parse(JSON.parse(manifest));
    expect(Object.keys(scripts).filter((script) => script.endsWith('install'))).toEqual([]);
    expect(license).toBe('MIT');
  });

  it('leaves no packed files behind in the checkout', () => {
    const added = ['LICENSE', 'binding.gyp', 'native'];
    const left = added.filter((file) => existsSync(path.join(rootDir, 'packages', name, file)));
    expect(left).toEqual([]);
  });
});

describe('the packages together', () => {
  it('run where they are installed, without the checkout', () => {
    const modules = path.join(folder, 'node_modules');
    for (const name of NAMES) {
      const target = path.join(modules, '@loadcell', name);
      mkdirSync(target, { recursive: true });
      run('tar', ['-xzf', packageOf(name).tarball, '--strip-components=1', '-C', target], folder);
    }
    // Dependencies are linked as installed here: the subject is the packed files, not the registry.
    const link = (from: string, to: string) => symlinkSync(path.join(rootDir, from), to);
    for (const dependency of readdirSync(path.join(rootDir, 'node_modules'))) {
      if (dependency.startsWith('.') || dependency === '@loadcell') continue;
      link(`node_modules/${dependency}`, path.join(modules, dependency));
    }
    const own = path.join(modules, '@loadcell', 'cli', 'node_modules');
    mkdirSync(own);
    link('packages/cli/node_modules/commander', path.join(own, 'commander'));
    const bin = path.join(modules, '@loadcell', 'cli', 'bin', 'loadcell.js');
    const report: unknown = JSON.parse(run(process.execPath, [bin, 'doctor', '--json'], folder));
    expect(report).toMatchObject({ canRun: true });
    // The launcher must be executable there too.
    const recorded = run(process.execPath, [bin, 'record', '--quiet', '--', 'echo', 'ran'], folder);
    expect(recorded).toBe('ran\n');
  });
});

describe('the JSON Schemas', () => {
  /** Generates the schemas again. */
  function generate(into: string): Map<string, string> {
    const cwd = path.join(folder, into);
    mkdirSync(cwd);
    const script = path.join(rootDir, 'packages', 'core', 'scripts', 'write-schemas.mjs');
    run(process.execPath, [script], cwd);
    const schemas = path.join(cwd, 'schemas');
    return new Map(
      readdirSync(schemas).map((file) => [file, readFileSync(path.join(schemas, file), 'utf8')]),
    );
  }

  it('are the same every time, and ship', () => {
    const first = generate('first');
    expect(generate('second')).toEqual(first);
    const shipped = packageOf('core').files.filter((file) => file.startsWith('schemas/'));
    expect(shipped.toSorted()).toEqual(
      [...first.keys()].map((file) => `schemas/${file}`).toSorted(),
    );
  });

  it('accept what the command accepts, and reject an unknown key', () => {
    const text = generate('third').get('loadcell-config.schema.json') ?? '';
    const schema = z.fromJSONSchema(JSON.parse(text));
    expect(
      schema.safeParse({
        maxMemory: '14GiB',
        phases: { load: { stages: [{ kind: 'closed', concurrency: 3 }] } },
      }).success,
    ).toBe(true);
    expect(schema.safeParse({ maxMemry: '14GiB' }).success).toBe(false);
  });
});
