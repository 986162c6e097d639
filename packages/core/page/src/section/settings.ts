import type { PageData } from '../../../src/report/page/page-data.ts';
import { tableOf } from '../chart/figure.ts';
import { element } from '../dom.ts';
import { section } from './section.ts';

/** The settings that the server reported, with secrets redacted. */
export function settingsSection({ settings }: PageData): HTMLElement {
  const title = 'Server settings';
  if (settings === null) {
    return section('settings', title, undefined, reason('The target reported no settings.'));
  }
  const { server, rows, unread } = settings;
  const missed = unread.map(({ place, reason: why }) => `${place}: ${why}`);
  return section(
    'settings',
    title,
    `${server}, as reported after its model was loaded. Secrets are redacted.`,
    rows.length === 0 ? reason('The server reported no settings.') : table(settings),
    missed.length === 0
      ? undefined
      : element('p', { class: 'note' }, `Not read: ${missed.join('; ')}.`),
  );
}

function table({ rows }: NonNullable<PageData['settings']>): HTMLElement {
  const hasChanged = rows.some(({ later }) => later !== '');
  return tableOf(
    'Server settings',
    ['Setting', 'Value', ...(hasChanged ? ['At the end, if different'] : [])],
    rows.map(({ name, value, later }) => [
      element('code', {}, name),
      value,
      ...(hasChanged ? [later] : []),
    ]),
  );
}

function reason(text: string): HTMLElement {
  return element('p', { class: 'reason' }, text);
}
