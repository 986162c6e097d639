/** Whether a value of parsed JSON has lists or objects in each other beyond a number of levels. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((one) => isDeeperThan(levels - 1, one));
}
