/**
 * Compares two versions as Flyway does: dots and underscores separate parts, parts are whole numbers of any length, and
 * missing parts count as zero, so `1`, `1.0` and `001` are one version. Text that is not a number comes after numbers, by
 * code point.
 */
export function compareVersions(left: string, right: string): number {
  if (isShortNumber(left) && isShortNumber(right)) return Math.sign(Number(left) - Number(right));
  const [leftParts, rightParts] = [partsOf(left), partsOf(right)];
  for (let index = 0; index < Math.max(leftParts.length, rightParts.length); index++) {
    const difference = compareParts(leftParts[index] ?? 0n, rightParts[index] ?? 0n);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Most versions are one number that a double holds exactly; long histories compare tens of thousands of them. */
function isShortNumber(version: string): boolean {
  return /^\d{1,15}$/.test(version);
}

/** Order of texts by code point, the same on every machine. */
export function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function partsOf(version: string): readonly (bigint | string)[] {
  return version.split(/[._]/).map((part) => (/^\d+$/.test(part) ? BigInt(part) : part));
}

function compareParts(left: bigint | string, right: bigint | string): number {
  if (typeof left === 'bigint' && typeof right === 'bigint') return left < right ? -1 : Number(left > right);
  if (typeof left === 'string' && typeof right === 'string') return compareTexts(left, right);
  return typeof left === 'bigint' ? -1 : 1;
}

/** The major version of the oldest server in the fleet: 16 for `16` and `16.4`, 9 for `9.6`. */
export function oldestMajor({ version }: { readonly version: string }): number {
  return Number.parseInt(version, 10);
}
