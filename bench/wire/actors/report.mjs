import { once } from 'node:events';

/** What this process was told to do. */
export async function readOptions() {
  const [options] = await once(process, 'message');
  return options;
}

/** Tells the section, and lets this process end. @param {object} result */
export function report(result) {
  process.send(result, () => process.disconnect());
}
