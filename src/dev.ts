import { start } from './main.js';

process.exitCode = await start(process.argv.slice(2));
