import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/run-folder.ts';
import { LOADCELL, startProgram } from '../support/run-loadcell.ts';

const CORE = fileURLToPath(new URL('../../../packages/core/dist/index.js', import.meta.url));

/** Makes Node report the name of another runtime: the only trait of such a runtime available here. */
function disguise(name: 'bun' | 'deno'): string {
  const versions = `{ ...process.versions, ${name}: '1.2.3' }`;
  const script = `Object.defineProperty(process, 'versions', { value: ${versions} })`;
  return `--import=data:text/javascript,${encodeURIComponent(script)}`;
}

describe.each([
  ['bun', 'Bun'],
  ['deno', 'Deno'],
] as const)('under %s', (runtime, name) => {
  it('the command line exits with an error in two lines', async () => {
    const args = [disguise(runtime), LOADCELL, 'record', '--', 'true'];
    const { code, stdout, stderr } = await startProgram(process.execPath, args, {
      cwd: temporaryFolder(),
    }).finished;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(`^error: Loadcell needs Node\\.js .*; ${name} 1\\.2\\.3 .*\\nhelp: .*\\n$`),
    );
  });

  it('the library samples from JavaScript, on the clock of its spans', async () => {
    const script = `
      import { profile } from ${JSON.stringify(CORE)};
      const { metrics } = await profile(async (collector) => {
        await collector.time('load', () => new Promise((resolve) => setTimeout(resolve, 30)));
      });
      console.log(metrics.sampling.source, metrics.sampling.sourceReason);`;
    const args = [disguise(runtime), '--input-type=module', '--eval', script];
    const { code, stdout } = await startProgram(process.execPath, args).finished;
    expect(code).toBe(0);
    expect(stdout).toContain(
      `javascript ${name} 1.2.3 does not use the clock of the native sampler`,
    );
  });
});
