const floats = (value: number): number => new Uint32Array(new Float32Array([value]).buffer)[0] ?? 0;

/** Bits of the IEEE 754 half-precision number nearest to `value`, ties to even. For 0 and magnitudes 2^-14 to 65504. */
export function toHalfFloatBits(value: number): number {
  const bits = floats(value);
  const sign = (bits >>> 16) & 0x8000;
  if (Math.abs(value) < 2 ** -14) return sign;
  const exponent = ((bits >>> 23) & 0xff) - 127 + 15;
  const rounded = roundToEven(bits & 0x7fffff);
  // A mantissa that rounds up to 2^10 carries into the exponent, as required.
  return sign | ((exponent << 10) + rounded);
}

/** Rounds a 23-bit mantissa to its upper 10 bits. */
function roundToEven(mantissa: number): number {
  const kept = mantissa >>> 13;
  const dropped = mantissa & 0x1fff;
  const up = dropped > 0x1000 || (dropped === 0x1000 && (kept & 1) === 1);
  return up ? kept + 1 : kept;
}
