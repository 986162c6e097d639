import type { Page } from 'playwright-core';

/** A chart of the page, from its canvas and its data attributes. */
export interface SeenChart {
  readonly id: string;
  /** Number of colors on its canvas, the empty one excluded. */
  readonly colors: number;
  /** Number of points within its window. */
  readonly points: number;
}

/** Every chart with the number of colors on its canvas: none if empty, a handful of grays if it has only axes. */
export function readCharts(page: Page): Promise<SeenChart[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.plot')].map((host) => {
      const canvas = host.querySelector('canvas');
      // Reads a copy, so that the page's canvas stays as fast as it is.
      const copy = document.createElement('canvas');
      copy.width = canvas?.width ?? 1;
      copy.height = canvas?.height ?? 1;
      const context = copy.getContext('2d', { willReadFrequently: true });
      if (canvas !== null) context?.drawImage(canvas, 0, 0);
      const pixels =
        context?.getImageData(0, 0, copy.width, copy.height).data ?? new Uint8ClampedArray();
      const colors = new Set<number>();
      for (let at = 0; at < pixels.length; at += 4) {
        const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(at, at + 4);
        // Counts drawn colors only, not the grays of axes and grid.
        const isGrey = Math.max(red, green, blue) - Math.min(red, green, blue) < 40;
        if (alpha === 255 && !isGrey) colors.add(red * 65_536 + green * 256 + blue);
      }
      return { id: host.id, colors: colors.size, points: Number(host.dataset['points']) };
    }),
  );
}

/** The stretch of time that a chart shows, milliseconds since the run began. */
export async function readWindow(page: Page, chart: string): Promise<{ from: number; to: number }> {
  const host = page.locator(`#${chart}-plot`);
  return {
    from: Number(await host.getAttribute('data-from-ms')),
    to: Number(await host.getAttribute('data-to-ms')),
  };
}

/** Distance of the cursor from its chart's left edge, CSS pixels; negative without a cursor. */
export function readCursor(page: Page, chart: string): Promise<number> {
  return page.locator(`#${chart}-plot .u-cursor-x`).evaluate((line) => {
    const { m41 } = new DOMMatrix(getComputedStyle(line).transform);
    return line.classList.contains('u-off') ? -1 : m41;
  });
}

/** Drags over a chart from one share of its width to another. */
export async function dragOver(page: Page, chart: string, from: number, to: number): Promise<void> {
  const area = page.locator(`#${chart}-plot .u-over`);
  await area.scrollIntoViewIfNeeded();
  const box = await area.boundingBox();
  if (box === null) throw new Error(`${chart} is not to be seen.`);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y);
  await page.mouse.move(box.x + box.width * to, y);
  await page.mouse.up();
}

/** Moves the mouse over a chart, to a share of its width. */
export async function hoverOver(page: Page, chart: string, share: number): Promise<void> {
  const area = page.locator(`#${chart}-plot .u-over`);
  await area.scrollIntoViewIfNeeded();
  const box = await area.boundingBox();
  if (box === null) throw new Error(`${chart} is not to be seen.`);
  await page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
}
