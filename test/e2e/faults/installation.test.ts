import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BRIEF } from '../support/brief-run.ts';
import { expectTwoLines } from './expect-two-lines.ts';
import { installCopy, type InstalledCopy } from './installed-copy.ts';
import { latestRun, temporaryFolder } from '../support/run-folder.ts';
import { startProgram, type CommandResult } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';

/** A name that is no path of a URL as it is, and none of a shell. */
const ODD = "mes données #1 %20 ? 'é'";

function run(
  { command }: InstalledCopy,
  args: readonly string[],
  cwd: string,
): Promise<CommandResult> {
  return startProgram(process.execPath, [command, ...args], { cwd }).finished;
}

function binaryOf({ fileOf }: InstalledCopy, isWanted: (name: string) => boolean): string {
  const folder = fileOf('native', 'prebuilds', `${process.platform}-${process.arch}`);
  const name = readdirSync(folder).find(isWanted);
  if (name === undefined) throw new Error(`no such binary in ${folder}`);
  return path.join(folder, name);
}

function changeVersion(manifest: string, version: string): void {
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, text.replace(/"version": ".*"/, `"version": "${version}"`));
}

describe('an installation, a configuration and an output folder with odd characters in their paths', () => {
  it('run, report and record', async () => {
    const cwd = path.join(temporaryFolder(), ODD);
    const copy = installCopy(cwd);
    const { url } = await startMock();
    writeFileSync(
      path.join(cwd, `${ODD}.ts`),
      `import { defineConfig } from '@loadcell/core';\r\nexport default defineConfig(${JSON.stringify(BRIEF)});\r\n`,
    );
    const args = ['run', `${ODD}.ts`, '--url', url, '--output-dir', ODD];
    const ran = await run(copy, args, cwd);
    expect(ran.code, ran.stderr).toBe(0);
    // As a shell reads it.
    expect(ran.stderr).toContain(`loadcell report 'mes données`);
    const report = await run(copy, ['report', `${ODD}/latest`, '--format', 'md'], cwd);
    expect(report.code, report.stderr).toBe(0);

    const program = path.join(cwd, `${ODD}.sh`);
    writeFileSync(program, '#!/bin/sh\nexit 7\n', { mode: 0o755 });
    const recorded = await run(copy, ['record', '--', `./${ODD}.sh`], cwd);
    expect(recorded.code, recorded.stderr).toBe(7);
    expect(latestRun(cwd)).toContain(ODD);
  });
});

describe('an installation that is broken', () => {
  it.each<[string, (copy: InstalledCopy) => void, RegExp, RegExp]>([
    [
      'a core of another version',
      ({ fileOf }) => changeVersion(fileOf('core', 'package.json'), '0.0.1'),
      /@loadcell\/cli \S+ in \S+cli finds @loadcell\/core 0\.0\.1 in \S+core$/,
      /npm install @loadcell\/cli@\S+ @loadcell\/core@/,
    ],
    [
      'no native package',
      ({ fileOf }) => rmSync(fileOf('native'), { recursive: true }),
      /the package @loadcell\/native is not installed/,
      /npm install/,
    ],
    [
      'a truncated binary',
      (copy) =>
        truncateSync(
          binaryOf(copy, (name) => name.endsWith('.node')),
          100_000,
        ),
      /The native sampler \S+\.node is truncated\.$/,
      /reinstall/,
    ],
    [
      'a binary of another processor',
      (copy) => {
        const file = binaryOf(copy, (name) => name.endsWith('.node'));
        const bytes = readFileSync(file);
        bytes.writeUInt16LE(243, 18);
        writeFileSync(file, bytes);
      },
      /is made for another processor than this one/,
      /install again on this system/,
    ],
    [
      'a web page instead of a binary',
      (copy) =>
        writeFileSync(
          binaryOf(copy, (name) => name.endsWith('.node')),
          '<html></html>',
        ),
      /The system did not load the native sampler .*\.node: /,
      /reinstall/,
    ],
    [
      'a truncated launcher',
      (copy) =>
        truncateSync(
          binaryOf(copy, (name) => !name.endsWith('.node')),
          1000,
        ),
      /The launcher \S+ is truncated\.$/,
      /reinstall/,
    ],
  ])('%s: exits with 4 and both lines', async (_what, spoil, error, help) => {
    const cwd = temporaryFolder();
    const copy = installCopy(cwd);
    spoil(copy);
    expectTwoLines(await run(copy, ['record', '--', 'true'], cwd), { code: 4, error, help });
  });
});
