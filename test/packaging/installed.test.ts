import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeProgram } from '../../scripts/nodes/node-program.mjs';
import { Installation } from './support/installation.ts';
import { PackedPackages, rootDir, run } from './support/packing.ts';

let packages: PackedPackages;
let installed: Installation;

beforeAll(() => {
  packages = new PackedPackages();
  installed = new Installation(packages);
  // A peer that users bring.
  symlinkSync(path.join(rootDir, 'node_modules', 'vitest'), installed.at('node_modules', 'vitest'));
});

afterAll(() => {
  installed.remove();
  packages.remove();
});

describe.each(['20', '22', '24', '26'])('installed from their tarballs, on Node %s', (version) => {
  let node = '';
  beforeAll(() => {
    node = nodeProgram(version);
  });

  it('the command measures a server', async () => {
    const output = `on-${version}`;
    const load = ['--concurrency', '4', '--requests', '20'];
    await installed.withMock(node, (url) => {
      const args = ['run', '--url', url, '--model', 'mock', '--output-dir', output, ...load];
      const { status, stderr } = installed.loadcell(node, args);
      expect({ status, stderr }).toMatchObject({ status: 0 });
    });
    const results: unknown = JSON.parse(
      readFileSync(installed.at(output, 'latest', 'results.json'), 'utf8'),
    );
    expect(results).toMatchObject({ phases: [{ stages: [{ requests: { successful: 20 } }] }] });
  });

  it('the command records a program', () => {
    const { status, stdout } = installed.loadcell(node, ['record', '--quiet', '--', 'echo', 'ran']);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'ran\n' });
  });

  it.each(['consumer.mjs', 'consumer.cjs'])('%s profiles its own code', (consumer) => {
    const { status, stdout, stderr } = installed.node(node, [installed.at(consumer)]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ value: 32 * 2 ** 20, source: 'native' });
  });
});

describe('the types of the installed packages', () => {
  it.each([
    ['nodenext', 'nodenext'],
    ['preserve', 'bundler'],
  ])('fit module %s with resolution %s', (module, moduleResolution) => {
    const tsc = path.join(rootDir, 'node_modules', 'typescript', 'bin', 'tsc');
    const typeRoots = path.join(rootDir, 'node_modules', '@types');
    const flags = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2023'];
    const resolution = ['--module', module, '--moduleResolution', moduleResolution];
    const roots = ['--types', 'node', '--typeRoots', typeRoots];
    const args = [tsc, ...flags, ...resolution, ...roots, 'typed-consumer.ts'];
    const { status, stdout } = installed.node(process.execPath, args);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    // Types of vitest and Vite are not checked: their optional packages are absent.
    const matcher = ['--skipLibCheck', ...resolution, ...roots, 'matcher.test.ts'];
    const typed = installed.node(process.execPath, [tsc, '--noEmit', '--strict', ...matcher]);
    expect({ status: typed.status, stdout: typed.stdout }).toEqual({ status: 0, stdout: '' });
  });
});

describe('the matcher of the installed packages', () => {
  it('judges a run in vitest', async () => {
    const load = ['--concurrency', '4', '--requests', '100', '--output-dir', 'matched'];
    await installed.withMock(process.execPath, (url) => {
      const { status, stderr } = installed.loadcell(process.execPath, [
        'run',
        '--url',
        url,
        ...load,
      ]);
      expect({ status, stderr }).toMatchObject({ status: 0 });
    });
    const vitest = installed.at('node_modules', 'vitest', 'vitest.mjs');
    const args = [vitest, 'run', '--root', installed.folder, 'matcher.test.ts'];
    const { status, stdout, stderr } = installed.node(process.execPath, args);
    expect({ status, stdout, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toContain('1 passed');
  });
});

describe('without the binary of the platform', () => {
  it('the addon is compiled from the installed sources, and used', () => {
    const native = installed.at('node_modules', '@loadcell', 'native');
    rmSync(`${native}-linux-${process.arch}-gnu`, { recursive: true });
    const gyp = path.join(rootDir, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
    const headers = path.dirname(path.dirname(process.execPath));
    const args = [gyp, 'rebuild', '--directory', native, '--nodedir', headers];
    const built = spawnSync(process.execPath, args, {
      cwd: installed.folder,
      env: { ...installed.env, JOBS: 'max' },
      encoding: 'utf8',
    });
    expect({ status: built.status, stderr: built.stderr }).toMatchObject({ status: 0 });
    expect(existsSync(path.join(native, 'build', 'Release', 'loadcell-launch'))).toBe(true);
    const consumer = run(process.execPath, ['consumer.mjs'], installed.folder, installed.env);
    expect(JSON.parse(consumer)).toMatchObject({ source: 'native' });
    const { stdout } = installed.loadcell(process.execPath, [
      'record',
      '--quiet',
      '--',
      'echo',
      'ran',
    ]);
    expect(stdout).toBe('ran\n');
  });
});
