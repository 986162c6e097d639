import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { loadCodec } from '../../../src/config/target/load-codec.ts';
import { refusalOf } from '../refusal-of.ts';

const URL = 'http://127.0.0.1:1';
const TEMPLATE = { path: '/generate', body: {}, text: '$.text' };

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'loadcell-codec-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, source: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, source);
  return file;
}

async function load(codec: string): Promise<string | undefined> {
  return (await loadCodec(parseConfig({ target: { url: URL, codec } }).target))?.name;
}

describe('loadCodec', () => {
  it('takes functions that the module exports, or an object by default', async () => {
    const functions = 'export const encode = () => ({}); export const read = () => undefined;';
    const object = 'export default { name: "own", encode() {}, read() {} };';
    expect(await load(written('functions.mjs', functions))).toBe('functions.mjs');
    expect(await load(written('object.mjs', object))).toBe('own');
  });

  it('takes a template', async () => {
    const { target } = parseConfig({ target: { url: URL, template: TEMPLATE } });
    expect((await loadCodec(target))?.name).toBe('template');
  });

  it('names a module that exports no codec', async () => {
    const file = written('half.mjs', 'export const encode = () => ({});');
    await expect(load(file)).rejects.toThrow(`target.codec: "${file}" exports no codec`);
  });

  it('names a module that cannot be imported, with the reason', async () => {
    const broken = written('broken.mjs', 'throw new Error("no luck");');
    await expect(load(broken)).rejects.toThrow(`cannot import "${broken}": no luck`);
    await expect(load('./no/such.mjs')).rejects.toThrow('target.codec: cannot import');
  });
});

describe('settings of a codec', () => {
  it('exclude each other and another API', () => {
    const parse = (target: object) => () => parseConfig({ target: { url: URL, ...target } });
    expect(refusalOf(parse({ codec: './a.mjs', template: TEMPLATE })).text).toContain(
      'target.codec cannot be combined with target.template',
    );
    expect(refusalOf(parse({ api: 'ollama-chat', template: TEMPLATE })).text).toContain(
      'target.api "ollama-chat" cannot be combined with target.template',
    );
  });

  it('need a server', () => {
    expect(refusalOf(() => parseConfig({ target: { codec: './a.mjs' } })).text).toContain(
      'target.codec needs a server',
    );
  });
});
