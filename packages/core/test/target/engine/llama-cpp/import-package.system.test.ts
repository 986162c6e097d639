import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';

const DIST = fileURLToPath(new URL('../../../../dist', import.meta.url));

let folder = '';
let installed = '';
let project = '';

/** A copy of the build outside this checkout and its packages, and a project in another folder. */
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'loadcell-import-')));
  installed = join(folder, 'installed');
  project = join(folder, 'project');
  await mkdir(join(installed, 'node_modules'), { recursive: true });
  await mkdir(project);
  await writeFile(join(installed, 'package.json'), '{ "type": "module" }');
  await cp(DIST, join(installed, 'dist'), { recursive: true });
  const zod = dirname(createRequire(import.meta.url).resolve('zod/package.json'));
  await symlink(zod, join(installed, 'node_modules', 'zod'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Imports the package from the installation, with the project as working directory, and returns the outcome. */
async function importThere(): Promise<unknown> {
  const module = pathToFileURL(
    join(installed, 'dist/target/engine/llama-cpp/import-package.js'),
  ).href;
  const script = `
    const { importLlamaPackage } = await import(${JSON.stringify(module)});
    const outcome = await importLlamaPackage().then(
      ({ name }) => ({ name }),
      ({ code, message }) => ({ code, message }),
    );
    console.log(JSON.stringify(outcome));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script],
    {
      cwd: project,
    },
  );
  return JSON.parse(stdout);
}

async function install(where: string, code: string): Promise<void> {
  const path = join(where, 'node_modules', 'node-llama-cpp');
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'package.json'), '{ "type": "module", "exports": "./index.js" }');
  await writeFile(join(path, 'index.js'), code);
}

it('reports how to install a missing package', async () => {
  expect(await importThere()).toMatchObject({
    code: 'ENGINE_NOT_INSTALLED',
    message: expect.stringContaining('npm install node-llama-cpp'),
  });
});

it('prefers the package installed with Loadcell', async () => {
  await install(installed, `export const name = 'beside';`);
  await install(project, `export const name = 'project';`);
  expect(await importThere()).toEqual({ name: 'beside' });
});

it('finds the package in the project of the working directory', async () => {
  await install(project, `export const name = 'project';`);
  expect(await importThere()).toEqual({ name: 'project' });
});

it.each(['beside', 'in the project'])(
  'distinguishes a broken package from a missing one, %s',
  async (where) => {
    await install(where === 'beside' ? installed : project, `import 'something-missing';`);
    expect(await importThere()).toMatchObject({
      code: 'ENGINE_UNUSABLE',
      message: expect.stringContaining('something-missing'),
    });
  },
);
