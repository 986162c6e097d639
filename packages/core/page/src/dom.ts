/** What an element may contain; a string becomes a text node, even if a server sent it. */
export type Child = Node | string | undefined;

/** Attributes by name; `undefined` and `false` omit one, `true` sets it to an empty string. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Creates an element. A string child becomes a text node, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** Replaces the content of an element. */
export function fill(host: Element, ...children: readonly Child[]): void {
  host.replaceChildren(...children.filter((child) => child !== undefined));
}

/** Creates a button whose listener stays for the life of the page. */
export function button(
  label: string,
  onClick: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', onClick);
  return made;
}

/** A camel-case name that can wrap only before its capitals. */
export function breakable(name: string): HTMLSpanElement {
  const parts = name.split(/(?=[A-Z])/u);
  return element(
    'span',
    {},
    ...parts.flatMap((part, index) => (index === 0 ? [part] : [element('wbr'), part])),
  );
}
