import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { NAMES, PackedPackages, rootDir, run, type Name, type Packed } from './support/packing.ts';

/** The contents of each package besides its compiled sources. */
const CONTENTS: Readonly<Record<Name, readonly RegExp[]>> = {
  native: [
    /^binding\.gyp$/,
    /^native\/(?:flags|launch|sources)\.gypi$/,
    /^native\/src\/.+\.(?:cc|h)$/,
  ],
  core: [
    /^schemas\/[a-z-]+\.schema\.json$/,
    /^assets\/[a-z]+-page\.js$/,
    /^assets\/report-page\.css$/,
    /^dist\/bundle\/[\w-]+\.mjs$/,
    /^dist\/bundle\/THIRD-PARTY-LICENSES\.txt$/,
  ],
  cli: [/^bin\/loadcell\.js$/, /^dist\/man\/loadcell(?:-[a-z]+)?\.1$/],
};

const COMMON = [/^LICENSE$/, /^README\.md$/, /^package\.json$/, /^dist\/.+\.(?:js|js\.map|d\.ts)$/];

const ManifestSchema = z.looseObject({
  license: z.string(),
  scripts: z.record(z.string(), z.string()).optional(),
});

let packages: PackedPackages;

beforeAll(() => {
  packages = new PackedPackages();
});

afterAll(() => packages.remove());

function manifestOf({ tarball }: Packed): z.infer<typeof ManifestSchema> {
  const text = run('tar', ['-xzOf', tarball, 'package/package.json'], rootDir);
  return ManifestSchema.parse(JSON.parse(text));
}

describe.each(NAMES)('@loadcell/%s as it ships', (name) => {
  it('contains exactly the expected files', () => {
    const { files } = packages.of(name);
    const expected = [...COMMON, ...CONTENTS[name]];
    expect(files.filter((file) => !expected.some((pattern) => pattern.test(file)))).toEqual([]);
    const required = [/^LICENSE$/, ...CONTENTS[name]];
    expect(required.filter((pattern) => !files.some((file) => pattern.test(file)))).toEqual([]);
  });

  it(`contains every source ${name === 'core' ? 'as types' : 'compiled, with its types'}`, () => {
    const { files } = packages.of(name);
    const sources = readdirSync(path.join(rootDir, 'packages', name, 'src'), { recursive: true });
    const missing = sources
      .map((source) => source.toString())
      .filter((source) => source.endsWith('.ts'))
      .flatMap((source) => [
        // The code of the library is in its bundles.
        ...(name === 'core' ? [] : [source.replace(/ts$/, 'js')]),
        source.replace(/ts$/, 'd.ts'),
      ])
      .filter((output) => !files.includes(`dist/${output}`));
    expect(missing).toEqual([]);
  });

  it('passes publint, and runs nothing on installation', async () => {
    const tarball = readFileSync(packages.of(name).tarball);
    const { messages } = await publint({
      pack: { tarball: new Uint8Array(tarball).buffer },
      strict: true,
    });
    expect(messages).toEqual([]);
    const { scripts, license } = manifestOf(packages.of(name));
    expect(scripts).toBeUndefined();
    expect(license).toBe('MIT');
  });
});

/** Whether only versions of Node that are not supported have the problem: they know no `exports`, or `require` no ES module. */
function isOfOldNode(problem: Problem): boolean {
  if ('resolutionKind' in problem && problem.resolutionKind === 'node10') return true;
  return problem.kind === 'CJSResolvesToESM';
}

describe.each(['native', 'core'] as const)('the types of @loadcell/%s', (name) => {
  it('resolve as its code does', async () => {
    const tarball = new Uint8Array(readFileSync(packages.of(name).tarball));
    const analysis = await checkPackage(createPackageFromTarballData(tarball), {
      excludeEntrypoints: [/schemas/, /-worker$/, /-process$/, /package\.json$/],
    });
    expect(analysis.types).not.toBe(false);
    const problems = 'problems' in analysis ? analysis.problems : [];
    expect(problems.filter((problem) => !isOfOldNode(problem))).toEqual([]);
  });
});

describe('the bundles of the library', () => {
  it('are all that ships of its code, one for each program that is started', () => {
    const code = packages
      .of('core')
      .files.filter((file) => /^dist\/.+\.(?:js|mjs|map)$/.test(file));
    expect(code.filter((file) => !file.startsWith('dist/bundle/'))).toEqual([]);
    for (const entry of [
      'index',
      'vitest',
      'engine-process',
      'undici-worker',
      'mock-worker',
      'scrape-worker',
    ]) {
      expect(code).toContain(`dist/bundle/${entry}.mjs`);
    }
  });
});

describe('packing', () => {
  it('leaves the checkout as it is', () => {
    const changed = run('git', ['status', '--porcelain', '--', 'packages', 'platforms'], rootDir);
    const again = new PackedPackages();
    again.remove();
    expect(run('git', ['status', '--porcelain', '--', 'packages', 'platforms'], rootDir)).toBe(
      changed,
    );
  });

  it('names every platform as an optional dependency of the addon, and packs those that are built', () => {
    const names = readdirSync(path.join(rootDir, 'platforms')).map(
      (name) => `@loadcell/native-${name}`,
    );
    const { version } = packages.of('native');
    expect(manifestOf(packages.of('native'))).toMatchObject({
      optionalDependencies: Object.fromEntries(names.map((name) => [name, version])),
    });
    expect(packages.platforms.map(({ name }) => name)).toContain(
      `@loadcell/native-linux-${process.arch}-gnu`,
    );
    for (const platform of packages.platforms) {
      expect(platform.version).toBe(version);
      expect(platform.files.toSorted()).toEqual([
        'LICENSE',
        'README.md',
        'loadcell-launch',
        'loadcell.node',
        'package.json',
      ]);
    }
  });
});

describe('the JSON Schemas', () => {
  /** Generates the schemas again. */
  function generate(into: string): Map<string, string> {
    const cwd = path.join(packages.folder, into);
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
    const shipped = packages.of('core').files.filter((file) => file.startsWith('schemas/'));
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
