/** A zero-width space: a name with it looks the same and is no longer a reference. */
const BREAK = '\u200B';

/**
 * Breaks what GitHub links after rendering, so that no escape hides it: user names, which would notify people, and issue
 * numbers. An address such as `model@host` is not a user name.
 */
function withoutReferences(text: string): string {
  return text
    .replaceAll(/(?<![A-Za-z0-9])@(?=[A-Za-z0-9])/gu, `@${BREAK}`)
    .replaceAll(/#(?=\d)/gu, `#${BREAK}`)
    .replaceAll(/\bGH-(?=\d)/giu, (prefix) => prefix + BREAK);
}

/** Escapes text for Markdown: one line, no markup, no HTML, no table cell. */
export function escapeMarkdown(text: string): string {
  return (
    escapeHtml(text)
      .replaceAll(/[\\`*_[\]|~#!]/gu, String.raw`\$&`)
      // Bare addresses become links in some renderers.
      .replaceAll('://', '\\://')
  );
}

/** Escapes text within an HTML tag, where Markdown is not parsed: one line, no tag. */
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
