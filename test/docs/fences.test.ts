import { describe, expect, it } from 'vitest';
import { checkDocs, page } from './support/check-docs.ts';

const BLOCK = '```sh no-check=needs a GPU\nnvidia-smi\n```\n';

describe('the fences of documents', () => {
  it('say how a block is checked', async () => {
    const { code, problems } = await checkDocs({
      'README.md': page('```', 'anything', '```'),
      'docs/language.md': page('```ruby', 'puts 1', '```'),
      'docs/word.md': page('```ts runs', 'export {};', '```'),
      'docs/run.md': page('```ts run', 'export {};', '```'),
      'docs/exact.md': page('```json exact', '{}', '```'),
      'docs/reason.md': page('```sh no-check=', 'true', '```'),
      'docs/decisions/README.md': page('```', 'anything', '```'),
    });
    expect(code).toBe(1);
    expect(problems).toEqual([
      'docs/exact.md:2: exact is for text',
      'docs/language.md:2: ruby cannot be checked; expected one of ts, js, json, yaml, sh, cpp, python, text, or no-check=REASON',
      'docs/reason.md:2: no-check= needs a reason',
      'docs/run.md:2: run and exit= are for sh',
      'docs/word.md:2: unknown word "runs" after the language of the block',
      'README.md:2: the block has no language; expected one of ts, js, json, yaml, sh, cpp, python, text',
    ]);
  });

  it('leave ten blocks unchecked, each listed with its reason', async () => {
    const ten = await checkDocs({ 'docs/a.md': page(BLOCK.repeat(10)) });
    expect(ten).toMatchObject({ code: 0, problems: [] });
    expect(ten.stdout).toContain('not checked: docs/a.md:2: needs a GPU\n');
    expect(ten.stdout).toContain('10 not checked, 0 problems');
    const eleven = await checkDocs({ 'docs/a.md': page(BLOCK.repeat(11)) });
    expect(eleven.code).toBe(1);
    expect(eleven.problems).toEqual([
      'docs/a.md:32: 11 blocks have no-check=REASON, at most 10 may',
    ]);
  });

  it('count for the pages that are named, of which one must exist', async () => {
    const pages = { 'docs/a.md': page('```', '```'), 'docs/guide/b.md': page('Text.') };
    expect(await checkDocs(pages, ['docs/guide'])).toMatchObject({ code: 0, problems: [] });
    const { code, stderr } = await checkDocs(pages, ['docs/guid']);
    expect(code).toBe(1);
    expect(stderr).toContain('no page is named docs/guid');
  });
});
