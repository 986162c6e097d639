/**
 * The process in which one section is measured: `section-process.mjs` forks it, tells it which, and gets the figures.
 * A section that fails ends the process, and its error is on stderr.
 */
import { once } from 'node:events';

const [{ name, context }] = await once(process, 'message');
const { measure } = await import(new URL(`sections/${name}.mjs`, import.meta.url).href);
const figures = await measure(context);
process.send(figures, () => process.disconnect());
