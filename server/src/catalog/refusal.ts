/**
 * Thrown inside this room where the server would answer a statement with an error, so that a statement either changes
 * all it should or nothing; `applyStatement` catches it and nothing else sees it.
 */
export class Refusal extends Error {}

export function refuse(reason: string): never {
  throw new Refusal(reason);
}
