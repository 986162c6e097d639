import { describe, expect, it } from 'vitest';
import { checkDocs, page } from './support/check-docs.ts';

const CONFIG = { 'docs/.vitepress/config.mts': 'export default {};\n' };

describe('the site of documents', () => {
  it('is built, which finds text that Vue takes for a template', async () => {
    const good = await checkDocs(
      { ...CONFIG, 'docs/index.md': page('[b](./b)'), 'docs/b.md': page() },
      [],
    );
    expect(good).toMatchObject({ code: 0, problems: [] });
    const bad = await checkDocs(
      { ...CONFIG, 'docs/index.md': page('A <name> without an end.') },
      [],
    );
    expect(bad.code).toBe(1);
    expect(bad.problems).toEqual(['docs:1: vitepress build: exit code 1, expected 0']);
    expect(bad.stderr).toContain('Element is missing end tag');
  });
});
