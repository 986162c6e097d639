import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { anchorsOf, githubSlug, siteSlug } from './slugs.mjs';

const SITE = 'docs';

/** Pages of `docs/` that the site leaves out. */
const NOT_ON_SITE = /^docs\/spec\//u;

function isOnSite(file) {
  return file.startsWith(`${SITE}/`) && !NOT_ON_SITE.test(file);
}

function isFile(file) {
  return existsSync(file) && statSync(file).isFile();
}

/** What a path of the site names: a page without its ending, the index of a folder, or a file. */
function sitePath(root, target) {
  const candidates = target.endsWith('/')
    ? [`${target}index.md`, `${target}README.md`]
    : [target, `${target}.md`, target.replace(/\.html$/u, '.md')];
  return candidates.find((file) => isFile(path.join(root, file)));
}

function resolve(root, from, target) {
  if (target.startsWith('/')) {
    if (!isOnSite(from)) return { error: 'a link of the site works only in docs/' };
    const file = sitePath(root, path.posix.join(SITE, target));
    const inPublic = path.posix.join(SITE, 'public', target);
    return { file: file ?? (isFile(path.join(root, inPublic)) ? inPublic : undefined) };
  }
  const joined = path.posix.join(path.posix.dirname(from), target);
  if (joined.startsWith('..')) return { error: 'the link leaves the checkout' };
  if (!isOnSite(from)) return { file: existsSync(path.join(root, joined)) ? joined : undefined };
  if (!isOnSite(joined)) {
    return { error: `${joined} is not part of the site; write its path as code, without a link` };
  }
  return { file: sitePath(root, joined) };
}

function externalProblem(target) {
  if (target.startsWith('mailto:')) return undefined;
  if (!URL.canParse(target)) return `${target} is not a URL`;
  const { protocol } = new URL(target);
  return protocol === 'https:' || protocol === 'http:'
    ? undefined
    : `${protocol} is not a web link`;
}

/**
 * Checks that links resolve, with their anchors as GitHub or the site writes them. The form of external ones is checked.
 * @param {string} root the checkout
 * @param {readonly {file: string, links: {target: string, line: number}[], headings: string[]}[]} pages those to check
 * @param {ReadonlyMap<string, {headings: string[]}>} known every page, by its file
 */
export function checkLinks(root, pages, known) {
  const anchors = (from, file) =>
    anchorsOf(known.get(file)?.headings ?? [], isOnSite(from) ? siteSlug : githubSlug);
  return pages.flatMap(({ file: from, links }) =>
    links.flatMap(({ target, line }) => {
      const problem = (what) => [{ file: from, line, what: `link ${target}: ${what}` }];
      if (/^[a-z][a-z0-9+.-]*:/iu.test(target)) {
        const what = externalProblem(target);
        return what === undefined ? [] : problem(what);
      }
      const [, name = '', anchor] = /^([^#?]*)(?:\?[^#]*)?(?:#(.*))?$/u.exec(target) ?? [];
      const { file, error } =
        name === '' ? { file: from } : resolve(root, from, decodeURIComponent(name));
      if (error !== undefined) return problem(error);
      if (file === undefined) return problem(`expected a file at ${name}`);
      if (anchor === undefined || !file.endsWith('.md')) return [];
      const found = anchors(from, file);
      if (found.has(decodeURIComponent(anchor))) return [];
      return problem(`${file} has no such heading; its anchors: ${[...found].join(', ')}`);
    }),
  );
}
