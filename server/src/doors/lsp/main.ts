import { serveLanguage } from './serveLanguage';

serveLanguage(__dirname);
