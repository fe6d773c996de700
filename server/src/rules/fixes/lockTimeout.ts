export { inSessionWithTimeout, setLockTimeout, setsLocalLockTimeout } from '../../rewrite';
