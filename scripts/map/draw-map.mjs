import { arrowsOf, longestWay, neededArrows } from './rooms.mjs';

const BEGIN = '<!-- The map is drawn by `npm run map`. -->';
const END = '<!-- End of the map. -->';

const idOf = (room) => room.replaceAll(/\W/g, '_');

/**
 * The map as Markdown: rooms and the arrows between them, and the longest way.
 * @param {import('./read-imports.mjs').Imports} imports
 */
export function drawMap(imports) {
  const arrows = arrowsOf(imports);
  const rooms = [...arrows.keys()].toSorted();
  const count = [...arrows.values()].reduce((sum, targets) => sum + targets.size, 0);
  const way = longestWay(arrows, 'cli');
  return [
    BEGIN,
    '',
    '```mermaid',
    'flowchart TD',
    ...rooms.map((room) => `  ${idOf(room)}["${room}"]`),
    ...neededArrows(arrows).map(([from, to]) => `  ${idOf(from)} --> ${idOf(to)}`),
    '```',
    '',
    `${rooms.length} rooms, ${count} arrows; an arrow that a longer way implies is not drawn. Longest way: ${way.join(' → ')}.`,
    '',
    END,
  ].join('\n');
}

/**
 * A page with its map replaced.
 * @throws {Error} when the page has no place for it
 */
export function withMap(page, map) {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`the page has no lines "${BEGIN}" and "${END}"`);
  return page.slice(0, begin) + map + page.slice(end + END.length);
}
