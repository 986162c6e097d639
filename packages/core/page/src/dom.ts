/** What an element may hold; texts stand for themselves, whatever a host put into them. */
export type Child = Node | string | undefined;

/** Attributes by name; `undefined` and `false` leave one out, `true` sets it empty. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Makes an element. Markup never comes from text: children are nodes, or text that becomes a text node. */
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

/** Replaces what an element holds. */
export function fill(host: Element, ...children: readonly Child[]): void {
  host.replaceChildren(...children.filter((child) => child !== undefined));
}

/** Calls back on an event, for elements that live as long as the page. */
export function button(
  label: string,
  onClick: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', onClick);
  return made;
}

/** A name in camel case that may break before its capitals, and nowhere else. */
export function breakable(name: string): HTMLSpanElement {
  const parts = name.split(/(?=[A-Z])/u);
  return element(
    'span',
    {},
    ...parts.flatMap((part, index) => (index === 0 ? [part] : [element('wbr'), part])),
  );
}
