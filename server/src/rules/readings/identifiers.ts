export { quoted, quotedList, quotedName, spokenList, spokenName } from '../../catalog';
