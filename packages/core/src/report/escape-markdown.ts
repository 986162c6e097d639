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
    text
      // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
      .replaceAll(/[\u0000-\u001F\u007F-\u009F]+/gu, ' ')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
  );
}
