/**
 * The process in which one module of `sections/` measures: `section-process.mjs` forks it, sends the name of the module,
 * and receives its result. A module that fails ends the process, and its error is on stderr.
 */
import { once } from 'node:events';

const [{ module, context }] = await once(process, 'message');
const { measure } = await import(new URL(`sections/${module}.mjs`, import.meta.url).href);
const result = await measure(context);
process.send(result, () => process.disconnect());
