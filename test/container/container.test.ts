import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PackedPackages, rootDir } from '../packaging/support/packing.ts';
import { baseImage } from './support/base-image.ts';
import { Buildah } from './support/buildah.ts';
import { cacheDir } from './support/cache.ts';
import { asProcessOne } from './support/process-one.ts';

/** The base image to use instead of one that is made here, such as `docker.io/library/node:22-bookworm-slim`. */
const { LOADCELL_BASE_IMAGE } = process.env;

/** Why an image cannot be built on this machine, if so. */
function obstacle(): string | undefined {
  if (process.getuid?.() !== 0) return 'needs root';
  const programs = ['buildah', ...(LOADCELL_BASE_IMAGE === undefined ? ['debootstrap'] : [])];
  const missing = programs.filter(
    (program) => spawnSync(program, ['--version']).error !== undefined,
  );
  if (missing.length > 0) return `needs ${missing.join(' and ')}`;
  return undefined;
}

const reason = obstacle();
if (reason !== undefined)
  process.stderr.write(`Skipped: the image of the Containerfile ${reason}.\n`);

describe.skipIf(reason !== undefined)('the image of the Containerfile', () => {
  const image = `localhost/loadcell-test:${process.pid}`;
  let buildah: Buildah;
  let packages: PackedPackages;
  let container = '';

  beforeAll(() => {
    packages = new PackedPackages();
    buildah = new Buildah(path.join(cacheDir(), 'images'));
    const base = LOADCELL_BASE_IMAGE ?? baseImage(buildah);
    const args = [`BASE=${base}`, `VERSION=${packages.of('cli').version}`, 'REVISION=0123abc'];
    buildah.build(path.join(rootDir, 'Containerfile'), packages.folder, image, args);
    container = buildah.from(image);
  });

  afterAll(() => {
    if (container !== '') buildah.removeContainer(container);
    if (buildah.has(image)) buildah.removeImage(image);
    buildah.close();
    packages.remove();
  });

  /** Runs a shell script in the container, under the name `sh` and with its arguments. */
  function shell(script: string, ...args: readonly string[]): SpawnSyncReturns<string> {
    return buildah.run(container, ['sh', '-euc', script, 'sh', ...args]);
  }

  it('starts loadcell, not as root, in a folder that it may write to', () => {
    expect(buildah.configOf(image)).toMatchObject({
      Entrypoint: ['loadcell'],
      User: '1000:1000',
      WorkingDir: '/work',
      Labels: {
        'org.opencontainers.image.licenses': 'MIT',
        'org.opencontainers.image.version': packages.of('cli').version,
        'org.opencontainers.image.revision': '0123abc',
      },
    });
    const { status, stdout } = shell('id -u; pwd; touch written; rm written');
    expect({ status, stdout }).toEqual({ status: 0, stdout: '1000\n/work\n' });
  });

  it('keeps its own files from the user', () => {
    const { status, stdout } = shell(
      'find /opt/loadcell ! -user root; find /opt/loadcell -name "*.tgz"',
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(shell('touch /opt/loadcell/written').status).not.toBe(0);
  });

  it('has the version of the packages', () => {
    const { status, stdout } = buildah.run(container, ['loadcell', '--version']);
    expect({ status, stdout: stdout.trim() }).toEqual({
      status: 0,
      stdout: packages.of('cli').version,
    });
  });

  it('measures a server', () => {
    const script = `
      mkfifo lines
      loadcell mock --port 0 > lines &
      mock=$!
      read -r url < lines
      loadcell run --url "$url" --model mock --output-dir results "$@" >&2
      kill "$mock"
      cat results/latest/results.json`;
    const { status, stdout, stderr } = shell(script, '--concurrency', '2', '--requests', '20');
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(JSON.parse(stdout)).toMatchObject({
      phases: [{ stages: [{ requests: { successful: 20 } }] }],
    });
  });

  it('records a program', () => {
    const { status, stdout } = shell('loadcell record --quiet -- echo ran');
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'ran\n' });
  });

  it('leaves no orphan to process 1, which does not reap', async () => {
    const orphan = '(setsid sleep 1000 &); until pidof sleep; do :; done';
    const parents = 'for pid in $(pidof sleep); do cut -d " " -f 4 "/proc/$pid/stat"; done';
    const record = ['record', '--quiet', '--', 'sh', '-c', `${orphan} >/dev/null; ${parents}`];
    const { status, stdout } = await buildah.withRoot(container, (root) => {
      const [program, ...args] = asProcessOne(root, ['loadcell', ...record]);
      return spawnSync(program, args, { encoding: 'utf8' });
    });
    expect(status).toBe(0);
    expect(Number(stdout)).toBeGreaterThan(1);
  });

  it('ends on SIGTERM, also as process 1', async () => {
    await buildah.withRoot(container, async (root) => {
      const [program, ...args] = asProcessOne(root, ['loadcell', 'mock', '--port', '0']);
      const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
      const exited = once(child, 'exit');
      const url = await once(createInterface(child.stdout), 'line');
      const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
      process.kill(Number(children), 'SIGTERM');
      expect(url).toEqual([expect.stringMatching(/^http:/)]);
      expect(await exited).toEqual([0, null]);
    });
  });
});
