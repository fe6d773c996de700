export { spokenType } from '../../catalog';
