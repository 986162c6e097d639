import type { PackedNumbers } from '../../../src/report/page/page-data.ts';

/** Decodes numbers from their differences, the inverse of `packNumbers`. Missing values become `NaN`. */
export function unpackNumbers({ count, quantum, base64 }: PackedNumbers): Float64Array {
  const text = atob(base64);
  const values = new Float64Array(count);
  let position = 0;
  let steps = 0;
  for (let index = 0; index < count; index += 1) {
    let code = 0;
    let scale = 1;
    let byte = 0;
    do {
      byte = text.charCodeAt(position);
      position += 1;
      code += (byte % 128) * scale;
      scale *= 128;
    } while (byte >= 128);
    if (code === 0) {
      values[index] = Number.NaN;
      continue;
    }
    const zigzag = code - 1;
    steps += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    values[index] = steps * quantum;
  }
  return values;
}
