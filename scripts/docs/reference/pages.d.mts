/** The text of every page of docs/reference that is made from definitions alone, by file name. @param definitions as `loadDefinitions` returns them */
export function referencePages(definitions: Readonly<Record<string, unknown>>): Map<string, string>;
