export { oldestMajor } from '../../project';
