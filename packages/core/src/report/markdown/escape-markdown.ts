/** A space without width: what it stands within looks the same and is no name any more. */
const BREAK = '\u200B';

/**
 * GitHub looks for these in what Markdown has become, so that no escape hides them: names of people, who would be
 * notified, and numbers of issues, which would be linked from there. An address such as `model@host` names nobody.
 */
function withoutReferences(text: string): string {
  return text
    .replaceAll(/(?<![A-Za-z0-9])@(?=[A-Za-z0-9])/gu, `@${BREAK}`)
    .replaceAll(/#(?=\d)/gu, `#${BREAK}`)
    .replaceAll(/\bGH-(?=\d)/giu, (prefix) => prefix + BREAK);
}

/** Makes text stand for itself in Markdown: one line, no markup, no HTML, no table cell of its own. */
export function escapeMarkdown(text: string): string {
  return (
    escapeHtml(text)
      .replaceAll(/[\\`*_[\]|~#!]/gu, String.raw`\$&`)
      // Bare addresses become links in some renderers.
      .replaceAll('://', '\\://')
  );
}

/** The same within a tag of HTML, where Markdown does not look: one line, no tag. */
export function escapeHtml(text: string): string {
  return (
    withoutReferences(text)
      // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
      .replaceAll(/[\u0000-\u001F\u007F-\u009F]+/gu, ' ')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
  );
}
