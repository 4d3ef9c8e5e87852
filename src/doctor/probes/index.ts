import type { Probe } from '../probe.js';
import { git } from './git.js';
import { identity } from './identity.js';
import { python } from './python.js';
import { runtime } from './runtime.js';
import { ssh } from './ssh.js';
import { state } from './state.js';
import { uv } from './uv.js';

/** In the order in which they are to be mended. */
export const probes: readonly Probe[] = [runtime, git, identity, python, uv, ssh, state];
