import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MachineReportSchema } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { temporaryFolder } from '../support/run-folder.ts';
import { LOADCELL, startProgram } from '../support/run-loadcell.ts';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const CORE = path.join(REPOSITORY, 'packages/core/dist/index.js');

/** Node's flag for its permission model, as this version names it. */
const PERMISSION = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';

/** Profiles a function that holds 10 MB, and prints the source of its samples. */
const PROGRAM = `
import { profile } from ${JSON.stringify(CORE)};
async function main() {
  const { metrics } = await profile(async () => {
    const held = Buffer.alloc(10_000_000, 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return held.length;
  }, OPTIONS);
  const { source, sourceReason, sampleCount } = metrics.sampling;
  console.log(JSON.stringify({ source, sourceReason, sampleCount, peak: metrics.memoryUsage.peak }));
}
main();
`;

const SampledSchema = z.object({
  source: z.enum(['native', 'javascript']),
  sourceReason: z.string().optional(),
  sampleCount: z.number().gte(2),
  peak: z.number().gt(10_000_000),
});

async function sampledBy(
  cwd: string,
  args: readonly string[],
): Promise<z.infer<typeof SampledSchema>> {
  const { code, stdout, stderr } = await startProgram(
    process.execPath,
    ['--no-warnings', ...args],
    {
      cwd,
    },
  ).finished;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return SampledSchema.parse(JSON.parse(stdout));
}

/** Bundles the program, as users of the library do. */
async function bundle(folder: string, format: 'esm' | 'cjs'): Promise<string> {
  const file = format === 'esm' ? 'bundle.mjs' : 'bundle.cjs';
  const args = ['--bundle', '--platform=node', `--format=${format}`, '--log-level=error'];
  const { code, stderr } = await startProgram(
    path.join(REPOSITORY, 'node_modules/.bin/esbuild'),
    [program(folder), ...args, `--outfile=${file}`],
    { cwd: folder },
  ).finished;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return file;
}

/** A program next to the packages, which may read them. */
function program(folder: string, options = '{}'): string {
  writeFileSync(path.join(folder, 'program.mjs'), PROGRAM.replace('OPTIONS', options));
  return 'program.mjs';
}

describe.each(['esm', 'cjs'] as const)('a bundle in the format %s', (format) => {
  it('samples from JavaScript where the package is not installed, and reports why', async () => {
    const folder = temporaryFolder();
    expect(await sampledBy(folder, [await bundle(folder, format)])).toMatchObject({
      source: 'javascript',
      sourceReason: expect.stringContaining('bundled without the package @loadcell/native'),
    });
  });

  it('samples natively where the package is installed', async () => {
    const folder = temporaryFolder();
    const file = await bundle(folder, format);
    const installed = path.join(folder, 'node_modules/@loadcell/native');
    const platform = `prebuilds/${process.platform}-${process.arch}`;
    const binaries = path.join(REPOSITORY, 'packages/native', platform);
    mkdirSync(path.join(installed, platform), { recursive: true });
    mkdirSync(path.join(folder, 'node_modules/node-gyp-build'));
    for (const [from, to] of [
      [path.join(REPOSITORY, 'packages/native/package.json'), path.join(installed, 'package.json')],
      ...readdirSync(binaries).map((name) => [
        path.join(binaries, name),
        path.join(installed, platform, name),
      ]),
      ...['package.json', 'index.js', 'node-gyp-build.js'].map((name) => [
        path.join(REPOSITORY, 'node_modules/node-gyp-build', name),
        path.join(folder, 'node_modules/node-gyp-build', name),
      ]),
    ]) {
      copyFileSync(from ?? '', to ?? '');
    }
    expect(await sampledBy(folder, [file])).toMatchObject({ source: 'native' });
  });

  it('samples from JavaScript where it may read only itself', async () => {
    const folder = temporaryFolder();
    const file = await bundle(folder, format);
    const args = [PERMISSION, `--allow-fs-read=${path.join(folder, file)}`, file];
    expect(await sampledBy(folder, args)).toMatchObject({
      source: 'javascript',
      sourceReason: expect.stringMatching(/permissions deny reading .*--allow-fs-read=\*/),
    });
  });
});

describe('the library under the permission model of Node', () => {
  it.each([
    ['native code', ['--allow-fs-read=*'], 'Add --allow-addons'],
    ['reading /proc', [`--allow-fs-read=${REPOSITORY}*`], 'Add --allow-fs-read=*'],
  ])(
    'samples from JavaScript without the right to %s, and names it',
    async (_right, flags, advice) => {
      const folder = temporaryFolder();
      const args = [PERMISSION, ...flags, `--allow-fs-read=${folder}/*`, program(folder)];
      expect(await sampledBy(folder, args)).toMatchObject({
        source: 'javascript',
        sourceReason: expect.stringContaining(advice),
      });
    },
  );

  it('reports that it cannot find children without the right to read /proc', async () => {
    const folder = temporaryFolder();
    const file = program(folder, '{ tree: true }');
    const flags = [`--allow-fs-read=${REPOSITORY}*`, `--allow-fs-read=${folder}/*`];
    expect(await sampledBy(folder, [PERMISSION, ...flags, file])).toMatchObject({
      source: 'javascript',
      sourceReason: expect.stringMatching(/child processes .* \/proc /),
    });
  });

  it('samples natively with both rights', async () => {
    const folder = temporaryFolder();
    const args = [PERMISSION, '--allow-fs-read=*', '--allow-addons', program(folder)];
    expect(await sampledBy(folder, args)).toMatchObject({ source: 'native' });
  });

  it('samples from JavaScript with --no-addons, and names the flag', async () => {
    const folder = temporaryFolder();
    expect(await sampledBy(folder, ['--no-addons', program(folder)])).toMatchObject({
      source: 'javascript',
      sourceReason: expect.stringContaining('Remove --no-addons'),
    });
  });
});

const FILES = ['--allow-fs-read=*', '--allow-fs-write=*'];
const PID = String(process.pid);

describe('the command line under the permission model of Node', () => {
  it.each([
    ['record', '--', 'true'],
    ['record', '--pid', PID, '--duration', '100ms'],
    ['run', '--phase', 'baseline'],
    ['mock', '--port', '0'],
  ])('exits %s %s with the missing rights, in two lines', async (...command) => {
    const args = ['--no-warnings', PERMISSION, ...FILES, LOADCELL, ...command];
    const { code, stderr } = await startProgram(process.execPath, args, { cwd: temporaryFolder() })
      .finished;
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /^error: Node's permissions deny .*\nhelp: start Node with --allow-addons, --allow-child-process, .*\n$/,
    );
  });

  it.each([
    [[], ['server', 'command', 'embedded', 'record']],
    [['--allow-worker'], ['command', 'embedded', 'record']],
    [['--allow-addons'], ['command', 'embedded']],
    [['--allow-addons', '--allow-child-process'], []],
  ])('reports with the rights %j what is not ready', async (rights, denied) => {
    const args = ['--no-warnings', PERMISSION, ...FILES, ...rights, LOADCELL, 'doctor', '--json'];
    const { stdout } = await startProgram(process.execPath, args, { cwd: temporaryFolder() })
      .finished;
    const { purposes } = MachineReportSchema.parse(JSON.parse(stdout));
    expect(purposes.flatMap(({ purpose, ready }) => (ready ? [] : [purpose]))).toEqual(denied);
  });

  it('records a command with all rights', async () => {
    const rights = [...FILES, '--allow-addons', '--allow-child-process', '--allow-worker'];
    const args = [
      '--no-warnings',
      PERMISSION,
      ...rights,
      LOADCELL,
      'record',
      '--',
      'sh',
      '-c',
      'exit 3',
    ];
    const { code } = await startProgram(process.execPath, args, { cwd: temporaryFolder() })
      .finished;
    expect(code).toBe(3);
  });
});
