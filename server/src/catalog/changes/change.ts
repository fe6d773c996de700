import type { Catalog, Origin } from '../model';

/** How a statement, or a part of one, changes the catalog. Throws `Refusal` where the server would. */
export type Change<Content> = (catalog: Catalog, content: Content, origin: Origin) => Catalog;
