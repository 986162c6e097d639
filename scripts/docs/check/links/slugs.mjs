/** The anchor that VitePress gives a heading. */
export function siteSlug(heading) {
  return heading
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F]/gu, '')
    .replaceAll(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .replace(/^(\d)/u, '_$1')
    .toLowerCase();
}

/** The anchor that GitHub gives a heading. */
export function githubSlug(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}

/**
 * The anchors of a page. A heading that occurs again gets a number, as both do.
 * @param {readonly string[]} headings
 * @param {(heading: string) => string} slugOf
 */
export function anchorsOf(headings, slugOf) {
  const anchors = new Set();
  for (const heading of headings) {
    const slug = slugOf(heading);
    let anchor = slug;
    for (let number = 1; anchors.has(anchor); number += 1) anchor = `${slug}-${number}`;
    anchors.add(anchor);
  }
  return anchors;
}
