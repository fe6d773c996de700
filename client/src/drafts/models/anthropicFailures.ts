import type * as AnthropicSdk from '@anthropic-ai/sdk';
import type { AnthropicAccess } from './anthropic';
import { ModelFailure } from './modelFailure';

/** The package as it is loaded late. */
export type Sdk = typeof AnthropicSdk;
type ApiError = AnthropicSdk.APIError;

/** What went wrong at Anthropic's API, in one sentence that holds no key and no part of an answer. */
export function failureOf(error: unknown, sdk: Sdk, { apiKey, baseUrl }: AnthropicAccess): ModelFailure {
  if (error instanceof ModelFailure) return error;
  if (error instanceof sdk.APIConnectionTimeoutError)
    return new ModelFailure('disconnected', `${hostOf(baseUrl)} did not answer in time: try again.`);
  if (error instanceof sdk.APIConnectionError)
    return new ModelFailure(
      'disconnected',
      `${hostOf(baseUrl)} cannot be reached: check the network connection and the proxy of VS Code.`,
    );
  if (isApiError(error, sdk)) return apiFailure(error, baseUrl, (text) => text.replaceAll(apiKey, '…'));
  return new ModelFailure(
    'disconnected',
    `The connection to ${hostOf(baseUrl)} ended in the middle of the answer, so nothing of it is used: try again.`,
  );
}

/** `instanceof` alone leaves the class's parameters open. */
function isApiError(error: unknown, sdk: Sdk): error is ApiError {
  return error instanceof sdk.APIError;
}

function apiFailure(error: ApiError, baseUrl: string, redacted: (text: string) => string): ModelFailure {
  const host = hostOf(baseUrl);
  const requestId = error.requestID ?? undefined;
  const failed = (kind: ModelFailure['kind'], message: string) => new ModelFailure(kind, message, requestId);
  switch (error.type) {
    case 'authentication_error':
      return failed(
        'notAuthorized',
        'Anthropic does not accept the API key: give another one with "Tenantsafe: Set Anthropic API Key".',
      );
    case 'permission_error':
    case 'billing_error':
      return failed(
        'notAuthorized',
        'The API key may not use this model: choose another one with "Tenantsafe: Choose Draft Model", or check the account.',
      );
    case 'not_found_error':
      return failed(
        'noSuchModel',
        `${host} knows no such model: choose one with "Tenantsafe: Choose Draft Model".`,
      );
    case 'rate_limit_error':
      return failed('rateLimited', `The key's rate limit is reached${waitOf(error)}: try again later.`);
    case 'overloaded_error':
      return failed('overloaded', 'The model is overloaded at the moment: try again in a few minutes.');
    default:
  }
  if (error.status === 413 || /too long/i.test(error.apiMessage ?? ''))
    return failed(
      'tooLong',
      'The prompt is longer than the model can read: name fewer tables, or choose another model.',
    );
  if (error.status === 401) return failed('notAuthorized', `${host} does not accept the API key.`);
  if (error.status === undefined)
    return failed(
      'disconnected',
      `${host} broke off the answer (${error.type ?? 'no reason given'}), so nothing of it is used: try again.`,
    );
  if (error.status >= 500)
    return failed('unavailable', `${host} failed with status ${error.status}: try again later.`);
  const reason = redacted(error.apiMessage ?? 'no reason given')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 300);
  return failed('rejected', `${host} rejected the request with status ${error.status} (${reason}).`);
}

/** What the API says about waiting, where it says it in seconds. */
function waitOf({ headers }: ApiError): string {
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? ` for another ${Math.ceil(seconds)} seconds` : '';
}

/** The address without anything that a URL may carry beside it, such as a password. */
function hostOf(baseUrl: string): string {
  try {
    return new URL(baseUrl).host;
  } catch {
    return 'The address in "tenantsafe.drafts.anthropic.baseUrl"';
  }
}
