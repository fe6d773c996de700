import type { WireDraftUsage } from '@tenantsafe/server/protocol';

/** What a person pays for a million tokens of a model, in their own currency. */
export interface TokenPrices {
  readonly input: number;
  readonly output: number;
  /** The price of input where these are not given. */
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
}

/** What answers used, such as `2,400 tokens read, 690 written`; the cost only where the person has given prices. */
export function usageText(
  usages: readonly (WireDraftUsage | null)[],
  prices: TokenPrices | undefined,
): string {
  const counted = usages.filter((usage) => usage !== null);
  if (counted.length === 0) return 'The provider does not count tokens.';
  const sum = (key: keyof WireDraftUsage) => counted.reduce((total, usage) => total + usage[key], 0);
  const [input, output] = [sum('inputTokens'), sum('outputTokens')];
  const [cacheRead, cacheWrite] = [sum('cacheReadTokens'), sum('cacheWriteTokens')];
  const read = (input + cacheRead + cacheWrite).toLocaleString('en');
  const tokens = `${read} tokens read, ${output.toLocaleString('en')} written`;
  if (prices === undefined) return `${tokens}.`;
  const cost =
    input * prices.input +
    output * prices.output +
    cacheRead * (prices.cacheRead ?? prices.input) +
    cacheWrite * (prices.cacheWrite ?? prices.input);
  return `${tokens}: ${(cost / 1_000_000).toLocaleString('en', { maximumFractionDigits: 4 })} at the prices in your settings.`;
}

/** The prices of a model among settings that a person wrote by hand; undefined where there are none that can be used. */
export function pricesOf(settings: unknown, model: string): TokenPrices | undefined {
  if (typeof settings !== 'object' || settings === null) return undefined;
  const prices: unknown = Object.entries(settings).find(([name]) => name === model)?.[1];
  return isPrices(prices) ? prices : undefined;
}

function isPrices(value: unknown): value is TokenPrices {
  if (typeof value !== 'object' || value === null || !('input' in value) || !('output' in value))
    return false;
  return Object.values(value).every((price) => typeof price === 'number' && price >= 0);
}
