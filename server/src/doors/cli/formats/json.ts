import { lintJson } from '../../lintJson';
import type { Format } from './format';

/** The contract's `lint` format. */
export const jsonFormat: Format = (files) => `${JSON.stringify(lintJson(files), undefined, 2)}\n`;
