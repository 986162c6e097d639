import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type DefaultTheme } from 'vitepress';

const DOCS = fileURLToPath(new URL('..', import.meta.url));

/** The first heading of a page. */
function titleOf(file: string): string {
  return /^# (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? path.basename(file, '.md');
}

/** The pages of a folder, in the order of the list in its index, then by name. */
function pagesOf(folder: string): DefaultTheme.SidebarItem[] {
  const place = path.join(DOCS, folder);
  const index = path.join(place, 'index.md');
  const listed = existsSync(index) ? readFileSync(index, 'utf8') : '';
  const order = (name: string): number => {
    const at = listed.indexOf(`(./${name}`);
    return at === -1 ? Infinity : at;
  };
  return readdirSync(place)
    .filter((name) => name.endsWith('.md') && name !== 'index.md')
    .toSorted((a, b) => order(a) - order(b) || a.localeCompare(b))
    .map((name) => ({
      text: titleOf(path.join(place, name)),
      link: `/${folder}/${path.basename(name, '.md')}`,
    }));
}

const SECTIONS = [
  { text: 'Guide', folder: 'guide' },
  { text: 'Recipes', folder: 'recipes' },
  { text: 'Concepts', folder: 'concepts' },
  { text: 'Reference', folder: 'reference' },
  { text: 'Extending Loadcell', folder: 'extending' },
];

export default defineConfig({
  title: 'Loadcell',
  description: 'Precise profiling and performance gating for inference servers',
  lang: 'en-US',
  cleanUrls: true,
  srcExclude: ['spec/**'],
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Quick start', link: '/quick-start' },
      { text: 'Recipes', link: '/recipes/' },
      { text: 'Reference', link: '/reference/' },
    ],
    sidebar: [
      { text: 'Quick start', link: '/quick-start' },
      ...SECTIONS.map(({ text, folder }) => ({
        text,
        link: `/${folder}/`,
        items: pagesOf(folder),
        collapsed: folder !== 'guide' && folder !== 'recipes',
      })),
      { text: 'Troubleshooting', link: '/troubleshooting' },
      { text: 'Decisions', link: '/decisions/' },
    ],
  },
  rewrites: { 'decisions/README.md': 'decisions/index.md' },
});
