import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePortable } from '../../../../src/fleet/coordinator/plan/named-files.ts';

describe('makePortable', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'loadcell-named-'));
    mkdirSync(join(folder, 'pictures'));
    for (const name of ['my prompts.jsonl', 'a.csv', 'pictures/b.png', 'pictures/a.png']) {
      writeFileSync(join(folder, name), name);
    }
    writeFileSync(join(folder, 'pictures', '.hidden'), '');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives each file a relative name that keeps its ending', () => {
    const file = join(folder, 'my prompts.jsonl');
    const trace = join(folder, 'a.csv');
    const load = { dataset: { file, reuse: true }, stages: [{ kind: 'trace', file: trace }] };
    expect(makePortable({ seed: 1, phases: { load } })).toEqual({
      config: {
        seed: 1,
        phases: {
          load: {
            dataset: { file: 'files/0/my_prompts.jsonl', reuse: true },
            stages: [{ kind: 'trace', file: 'files/1/a.csv' }],
          },
        },
      },
      files: [
        { name: 'files/0/my_prompts.jsonl', path: file },
        { name: 'files/1/a.csv', path: trace },
      ],
    });
  });

  it('sends a file that is named twice once', () => {
    const file = join(folder, 'a.csv');
    const { files } = makePortable({ phases: { load: { dataset: file, lengthsFrom: file } } });
    expect(files).toHaveLength(1);
  });

  it('sends the visible files of a folder', () => {
    const pictures = join(folder, 'pictures');
    const made = makePortable({ phases: { load: { images: { files: pictures } } } });
    expect(made).toEqual({
      config: { phases: { load: { images: { files: 'files/0' } } } },
      files: [
        { name: 'files/0/a.png', path: join(pictures, 'a.png') },
        { name: 'files/0/b.png', path: join(pictures, 'b.png') },
      ],
    });
  });

  it('sends the settings beside a tokenizer, and no other neighbor', () => {
    const tokenizer = join(folder, 'tokenizer.json');
    const settings = join(folder, 'tokenizer_config.json');
    for (const file of [tokenizer, settings]) writeFileSync(file, '{}');
    const dataset = join(folder, 'a.csv');
    expect(makePortable({ phases: { load: { tokenizer, dataset } } })).toEqual({
      config: {
        phases: { load: { tokenizer: 'files/1/tokenizer.json', dataset: 'files/0/a.csv' } },
      },
      files: [
        { name: 'files/0/a.csv', path: dataset },
        { name: 'files/1/tokenizer.json', path: tokenizer },
        { name: 'files/1/tokenizer_config.json', path: settings },
      ],
    });
  });

  it('leaves values that name no file as they are', () => {
    const config = { phases: { load: { images: '512x512', outputSchema: { type: 'object' } } } };
    expect(makePortable(config)).toEqual({ config, files: [] });
  });

  it('names the file that cannot be read', () => {
    const config = { phases: { load: { dataset: join(folder, 'absent.jsonl') } } };
    expect(() => makePortable(config)).toThrow(`cannot read "${join(folder, 'absent.jsonl')}"`);
  });
});
