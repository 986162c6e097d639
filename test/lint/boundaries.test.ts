import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';

const rootDir = fileURLToPath(new URL('../..', import.meta.url));
const oxlint = path.join(rootDir, 'node_modules', '.bin', 'oxlint');
const coreDir = 'packages/core/src';

/** Rooms of core, and the rooms that each may import. A room missing here fails the last test. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  spec: [],
  stats: ['spec'],
  stream: ['spec'],
  metric: ['stream', 'stats', 'spec'],
  verdict: ['metric', 'stream', 'stats', 'spec'],
  report: ['metric', 'verdict', 'stream', 'stats', 'spec'],
  config: ['spec', 'metric', 'verdict', 'phase', 'target', 'workload'],
  workload: ['spec'],
  target: ['workload', 'scrape', 'stream', 'spec'],
  collector: ['stream', 'spec'],
  profile: ['collector', 'metric', 'stats', 'stream', 'spec'],
  phase: ['target', 'workload', 'collector', 'stream', 'stats', 'spec'],
  runner: [
    'mock',
    'live',
    'report',
    'config',
    'workload',
    'target',
    'scrape',
    'collector',
    'phase',
    'stream',
    'spec',
    'verdict',
    'metric',
    'stats',
  ],
  merge: ['live', 'metric', 'stats', 'stream', 'spec'],
  fleet: [
    'merge',
    'runner',
    'record',
    'live',
    'report',
    'config',
    'phase',
    'target',
    'workload',
    'collector',
    'scrape',
    'verdict',
    'metric',
    'stats',
    'stream',
    'spec',
  ],
  record: ['target', 'collector', 'metric', 'stats', 'stream', 'spec'],
  export: ['stream', 'spec'],
  compare: ['report', 'verdict', 'metric', 'stats', 'stream', 'spec'],
  mock: ['spec'],
  scrape: ['stream', 'spec'],
  live: ['metric', 'stream', 'spec'],
  telemetry: ['live', 'report', 'metric', 'verdict', 'stream', 'spec'],
  vitest: ['report', 'config', 'verdict', 'stream', 'spec'],
  doctor: ['profile', 'collector', 'target', 'config', 'stream', 'spec'],
};
const ROOMS = Object.keys(MAY_IMPORT);

const cliDir = 'packages/cli/src';

/** Layers of the command line: a room imports only rooms of the layers below its own. */
const CLI_LAYERS: readonly (readonly string[])[] = [
  ['program'],
  [
    'agent',
    'compare',
    'completion',
    'dataset',
    'doctor',
    'export',
    'fleet',
    'init',
    'merge',
    'mock',
    'open',
    'record',
    'report',
    'run',
  ],
  ['comparison', 'conclusion', 'progress', 'telemetry'],
  ['config'],
  ['flags', 'signals', 'terminal'],
];
const CLI_ROOMS = CLI_LAYERS.flat();

/** An import in a separate file, and whether the lint allows it. */
interface Probe {
  readonly file: string;
  readonly specifier: string;
  readonly isAllowed: boolean;
}

const roomProbes: Probe[] = ROOMS.flatMap((room) =>
  ROOMS.filter((other) => other !== room).flatMap((other) => {
    const isAllowed = MAY_IMPORT[room]?.includes(other) ?? false;
    return [
      { file: `${coreDir}/${room}/to-${other}.ts`, specifier: `../${other}/thing.ts`, isAllowed },
      {
        file: `${coreDir}/${room}/deep/to-${other}.ts`,
        specifier: `../../${other}/thing.ts`,
        isAllowed,
      },
    ];
  }),
);

const cliProbes: Probe[] = CLI_ROOMS.flatMap((room) => {
  const isBelow = (other: string): boolean => layerOf(other) > layerOf(room);
  const others = CLI_ROOMS.filter((other) => other !== room);
  return [
    ...others.flatMap((other) => [
      {
        file: `${cliDir}/${room}/to-${other}.ts`,
        specifier: `../${other}/thing.ts`,
        isAllowed: isBelow(other),
      },
      {
        file: `${cliDir}/${room}/deep/to-${other}.ts`,
        specifier: `../../${other}/thing.ts`,
        isAllowed: isBelow(other),
      },
    ]),
    { file: `${cliDir}/${room}/to-core.ts`, specifier: '@loadcell/core', isAllowed: true },
    {
      file: `${cliDir}/${room}/behind-core.ts`,
      specifier: '@loadcell/core/dist/x.js',
      isAllowed: false,
    },
    { file: `${cliDir}/${room}/to-native.ts`, specifier: '@loadcell/native', isAllowed: false },
    ...(room === 'program'
      ? []
      : [{ file: `${cliDir}/${room}/to-main.ts`, specifier: '../main.ts', isAllowed: false }]),
  ];
});

function layerOf(room: string): number {
  return CLI_LAYERS.findIndex((layer) => layer.includes(room));
}

const packageProbes: Probe[] = [
  ...ROOMS.map((room) => ({
    file: `${coreDir}/${room}/to-native.ts`,
    specifier: '@loadcell/native',
    isAllowed: false,
  })),
  {
    file: `${coreDir}/collector/process-sampler.ts`,
    specifier: '@loadcell/native',
    isAllowed: true,
  },
  ...['target/transport/wire-transport.ts', 'mock/start-mock-server.ts'].map((file) => ({
    file: `${coreDir}/${file}`,
    specifier: '@loadcell/native',
    isAllowed: true,
  })),
  { file: `${coreDir}/to-cli.ts`, specifier: '@loadcell/cli', isAllowed: false },
  {
    file: `${coreDir}/target/codec/to-stream.ts`,
    specifier: '../../stream/thing.ts',
    isAllowed: false,
  },
  {
    file: `${coreDir}/target/codec/to-transport.ts`,
    specifier: '../transport/thing.ts',
    isAllowed: false,
  },
  { file: `${coreDir}/target/codec/to-spec.ts`, specifier: '../../spec/thing.ts', isAllowed: true },
  { file: 'packages/cli/src/to-core.ts', specifier: '@loadcell/core', isAllowed: true },
  {
    file: 'packages/cli/src/behind-core.ts',
    specifier: '@loadcell/core/dist/x.js',
    isAllowed: false,
  },
  {
    file: 'packages/cli/src/beside-core.ts',
    specifier: '../../core/src/index.ts',
    isAllowed: false,
  },
  { file: 'packages/cli/src/to-native.ts', specifier: '@loadcell/native', isAllowed: false },
  { file: 'packages/native/src/to-core.ts', specifier: '@loadcell/core', isAllowed: false },
];

const DiagnosticsSchema = z.object({
  diagnostics: z.array(z.object({ code: z.string().optional(), filename: z.string() })),
});

let folder = '';

/** The files of a tree with only probes in which the lint finds a forbidden import. */
let refused: ReadonlySet<string> = new Set();

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'loadcell-lint-'));
  cpSync(path.join(rootDir, '.oxlintrc.json'), path.join(folder, '.oxlintrc.json'));
  for (const { file, specifier } of [...roomProbes, ...cliProbes, ...packageProbes]) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), `import { thing } from '${specifier}';\nthing();\n`);
  }
  const { stdout } = spawnSync(oxlint, ['--format', 'json'], { cwd: folder, encoding: 'utf8' });
  const { diagnostics } = DiagnosticsSchema.parse(JSON.parse(stdout));
  refused = new Set(
    diagnostics.flatMap(({ code, filename }) =>
      code === 'eslint(no-restricted-imports)' ? [filename] : [],
    ),
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function filesThatAre(allowed: boolean, probes: readonly Probe[]): string[] {
  return probes.flatMap(({ file, isAllowed }) => (isAllowed === allowed ? [file] : []));
}

describe('the lint', () => {
  it.each(ROOMS)('lets %s import only its allowed rooms', (room) => {
    const probes = roomProbes.filter(({ file }) => file.startsWith(`${coreDir}/${room}/`));
    expect(filesThatAre(false, probes).filter((file) => !refused.has(file))).toEqual([]);
    expect(filesThatAre(true, probes).filter((file) => refused.has(file))).toEqual([]);
  });

  it.each(CLI_ROOMS)('lets %s of the command line import only the layers below its own', (room) => {
    const probes = cliProbes.filter(({ file }) => file.startsWith(`${cliDir}/${room}/`));
    expect(filesThatAre(false, probes).filter((file) => !refused.has(file))).toEqual([]);
    expect(filesThatAre(true, probes).filter((file) => refused.has(file))).toEqual([]);
  });

  it('lets one module import the addon, and the command only the entry point of the library', () => {
    expect(filesThatAre(false, packageProbes).filter((file) => !refused.has(file))).toEqual([]);
    expect(filesThatAre(true, packageProbes).filter((file) => refused.has(file))).toEqual([]);
  });

  it.each([
    [coreDir, ROOMS],
    [cliDir, CLI_ROOMS],
  ])('knows every room of %s', (sourceDir, known) => {
    const folders = readdirSync(path.join(rootDir, sourceDir), { withFileTypes: true });
    const rooms = folders.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
    expect(rooms.toSorted()).toEqual(known.toSorted());
  });
});
