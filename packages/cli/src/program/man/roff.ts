/** Bytes of a line of source, above which mandoc warns. */
const LINE_BYTES = 80;

/** Characters that formatters take for markup or replace by typographic ones, which a shell would not read. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': String.raw`\(rs`,
  '-': String.raw`\-`,
  "'": String.raw`\(aq`,
  '`': String.raw`\(ga`,
  '"': String.raw`\(dq`,
  '^': String.raw`\(ha`,
  '~': String.raw`\(ti`,
};

/** Escapes text, so that every character is printed as it is. Line ends stay. */
export function escapeRoff(text: string): string {
  return text
    .replaceAll(/[\\'`"^~-]/g, (character) => ESCAPES[character] ?? character)
    .replaceAll(/[^\n\u0020-\u007E]/gu, unicodeEscape)
    .replaceAll(/^\./gm, String.raw`\&.`);
}

function unicodeEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return String.raw`\[u${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** A paragraph as lines of source; each is escaped by itself, since a word with a leading period may begin one. */
export function paragraph(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && escapeRoff(longer).length > LINE_BYTES) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].map(escapeRoff);
}

/** Text in bold: what is typed as it is. */
export function bold(text: string): string {
  return String.raw`\fB${escapeRoff(text)}\fR`;
}

/** Text in italics: what stands for another word. */
export function italic(text: string): string {
  return String.raw`\fI${escapeRoff(text)}\fR`;
}

/** An entry of a list. @param term already escaped */
export function entry(term: string, description: string): string[] {
  return ['.TP', term, ...paragraph(description)];
}
