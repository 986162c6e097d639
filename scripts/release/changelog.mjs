import { ReleaseError } from './release-error.mjs';

const TITLE = '# Changelog\n';
const UNRELEASED = '## Unreleased\n';

/** The sentence of a changeset: what follows its front matter. @param {string} changeset text of the file */
export function sentenceOf(changeset) {
  const [, sentence] = /^---\r?\n.*?^---\r?\n(.*)$/ms.exec(changeset) ?? [];
  if (sentence === undefined) throw new ReleaseError('a changeset has no front matter');
  return sentence.trim();
}

/**
 * The changelog with a section for a version: what is unreleased, and the sentences of its changesets.
 * @param {string} changelog
 * @param {string} version
 * @param {string[]} sentences
 */
export function withRelease(changelog, version, sentences) {
  if (!changelog.startsWith(TITLE))
    throw new ReleaseError('CHANGELOG.md does not begin with its title');
  const items = sentences.map((sentence) => `- ${sentence.replaceAll('\n', '\n  ')}\n`).join('');
  const unreleased = changelog.slice(TITLE.length).trimStart();
  const rest = unreleased.startsWith(UNRELEASED)
    ? unreleased.slice(UNRELEASED.length).trimStart()
    : unreleased;
  const section = [`## ${version}\n`, ...(items === '' ? [] : [items])].join('\n');
  return [TITLE, section, ...(rest === '' ? [] : [rest])].join('\n');
}

/**
 * The text of a version's section, without its heading.
 * @param {string} changelog
 * @param {string} version
 * @returns {string | undefined} undefined for a version that has none
 */
export function sectionOf(changelog, version) {
  const lines = changelog.split('\n');
  const start = lines.indexOf(`## ${version}`);
  if (start === -1) return undefined;
  const end = lines.findIndex((line, index) => index > start && line.startsWith('## '));
  return lines
    .slice(start + 1, end === -1 ? undefined : end)
    .join('\n')
    .trim();
}
