import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  argumentSettings,
  readProcessSettings,
} from '../../../../src/target/server/settings/process-settings.ts';
import { temporaryFolder } from '../../../stream/temporary-folder.ts';

describe('argumentSettings', () => {
  it('has each option under its own name', () => {
    const argv = 'vllm serve org/model --max-num-seqs 8 --enforce-eager --dtype=half -tp 2';
    expect(argumentSettings(argv.split(' '))).toEqual({
      command: 'vllm serve org/model',
      '--max-num-seqs': '8',
      '--enforce-eager': true,
      '--dtype': 'half',
      '-tp': '2',
    });
  });

  it('joins the values of an option, also where it repeats, and takes a negative number for a value', () => {
    expect(argumentSettings(['x', '--lora', 'a=1', 'b', '--lora', 'c', '-n', '-1'])).toEqual({
      command: 'x',
      '--lora': 'a=1 b c',
      '-n': '-1',
    });
  });
});

describe('readProcessSettings', () => {
  function procWith(cmdline: string): string {
    const root = temporaryFolder();
    mkdirSync(join(root, '7'));
    writeFileSync(join(root, '7', 'cmdline'), cmdline);
    const fields = ['S', '1', ...Array.from({ length: 17 }, () => '0'), '12345'];
    writeFileSync(join(root, '7', 'stat'), `7 (a b) ${fields.join(' ')} 0`);
    return root;
  }

  const unknown = (pid: number | undefined) => ({ pid, command: undefined, secrets: [] });

  it('reads the command line without secrets, and the start of the process', async () => {
    const argv = ['serve', 'm', '--api-key', 'k1', '--port', '8000', '--x', 'known-secret'];
    const root = procWith(`${argv.join('\0')}\0\0\0`);
    const { settings, state, failure } = await readProcessSettings(
      { pid: 7, command: undefined, secrets: ['known-secret'] },
      root,
    );
    expect(Object.fromEntries(settings)).toEqual({
      command: 'serve m',
      '--api-key': '[redacted]',
      '--port': '8000',
      '--x': '[redacted]',
    });
    expect(Object.fromEntries(state)).toEqual({ 'process.pid': 7, 'process.start_ticks': 12345 });
    expect(failure).toBeUndefined();
  });

  it('has the command as written where Loadcell started the server', async () => {
    const root = procWith('serve\0--port\x0043210\0');
    const command = ['serve', '--port', '{port}'];
    const { settings, state } = await readProcessSettings({ pid: 7, command, secrets: [] }, root);
    expect(Object.fromEntries(settings)).toEqual({ command: 'serve', '--port': '{port}' });
    expect(state.get('process.start_ticks')).toBe(12345);
  });

  it('gives a reason where there is no such process, and nothing where none is known', async () => {
    const { settings, failure } = await readProcessSettings(unknown(8), temporaryFolder());
    expect(settings.size).toBe(0);
    expect(failure).toBe('cannot read the command line of PID 8: ENOENT');
    expect(await readProcessSettings(unknown(undefined))).toMatchObject({ failure: undefined });
  });
});
