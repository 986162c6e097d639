import { describe, expect, it } from 'vitest';
import { checkDocs, page } from './support/check-docs.ts';

const TARGET = page('## A `--flag` & more', '## Twice', '## Twice');

describe('the links of documents', () => {
  it('resolve to files and headings, as GitHub or the site names them', async () => {
    const links = await checkDocs({
      'README.md': page(
        '[page](docs/guide/target.md#a---flag--more) [own](#page) [folder](docs/guide)',
        '[again](docs/guide/target.md#twice-1) [web](https://example.org/a#b)',
        '',
        '[by reference][target]',
        '',
        '[target]: docs/guide/target.md',
      ),
      'docs/guide/target.md': TARGET,
      'docs/guide/index.md': page(
        '[page](./target#a-flag-more) [same](target.md) [site](/guide/target) [folder](/guide/)',
        '',
        '| a | b |',
        '| --- | --- |',
        '| [cell](./target#twice-1) | <a href="./target">x</a> |',
      ),
      'docs/index.md': ['---', 'hero:', '  actions:', '    - link: /guide/target', '---', ''].join(
        '\n',
      ),
    });
    expect(links).toMatchObject({ code: 0, problems: [] });
  });

  it('are reported with their page and line if they do not', async () => {
    const { code, problems } = await checkDocs({
      'README.md': page(
        '[a](docs/missing.md)',
        '',
        '[b](docs/target.md#a-flag-more)',
        '[c](../up.md)',
      ),
      'docs/target.md': TARGET,
      'docs/decisions/README.md': page('Text', '', '![d](./picture.png)'),
      'docs/guide/index.md': page(
        '[e](/nowhere)',
        '',
        '[f](../target#a---flag--more)',
        '',
        '[g](../../README.md)',
        '',
        '[h](http://) <a href="./gone">x</a>',
      ),
      'docs/index.md': ['---', 'actions:', '  - text: x', '    link: /start', '---', ''].join('\n'),
    });
    expect(code).toBe(1);
    expect(problems).toEqual([
      'docs/decisions/README.md:4: link ./picture.png: expected a file at ./picture.png',
      'docs/guide/index.md:2: link /nowhere: expected a file at /nowhere',
      'docs/guide/index.md:4: link ../target#a---flag--more: docs/target.md has no such heading; its anchors: page, a-flag-more, twice, twice-1',
      'docs/guide/index.md:6: link ../../README.md: README.md is not part of the site; write its path as code, without a link',
      'docs/guide/index.md:8: link http://: http:// is not a URL',
      'docs/guide/index.md:8: link ./gone: expected a file at ./gone',
      'docs/index.md:4: link /start: expected a file at /start',
      'README.md:2: link docs/missing.md: expected a file at docs/missing.md',
      'README.md:4: link docs/target.md#a-flag-more: docs/target.md has no such heading; its anchors: page, a---flag--more, twice, twice-1',
      'README.md:5: link ../up.md: the link leaves the checkout',
    ]);
  });
});
