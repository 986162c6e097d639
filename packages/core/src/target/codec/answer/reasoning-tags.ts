/** Tags around reasoning in the content, where the server does not separate it. */
export const REASONING_TAGS: readonly (readonly [opening: string, closing: string])[] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['<reasoning>', '</reasoning>'],
  ['[THINK]', '[/THINK]'],
];

/** Separates reasoning in tags at the start of a text; without a closing tag, all of it is reasoning. */
export function splitTagged(text: string): { readonly reasoning: string; readonly answer: string } {
  const begun = text.trimStart();
  const tag = REASONING_TAGS.find(([opening]) => begun.startsWith(opening));
  if (tag === undefined) return { reasoning: '', answer: text };
  const [opening, closing] = tag;
  const end = begun.indexOf(closing, opening.length);
  if (end === -1) return { reasoning: begun.slice(opening.length), answer: '' };
  return {
    reasoning: begun.slice(opening.length, end),
    answer: begun.slice(end + closing.length).trimStart(),
  };
}
