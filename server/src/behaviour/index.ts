export { lockModes } from './model';
export type * from './model';
