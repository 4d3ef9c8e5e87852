/** The whole story on real tools, in a folder of its own. */
export { type Played, playDemo } from './play.js';
