import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const caches = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'autogov-test');

/** What says where the package index is and how it is reached: the machine's own, never ours. */
const index =
  /^(PIP_|UV_(DEFAULT_INDEX|INDEX|FIND_LINKS|NATIVE_TLS|SYSTEM_CERTS|HTTP_TIMEOUT)|(HTTPS?|ALL|NO)_PROXY$|SSL_CERT_|REQUESTS_CA)/i;

/**
 * Environment for tests that use the real uv, ruff, mypy and pytest: the machine's index settings, and caches that all tests and
 * runs share, so that a package is downloaded once. Everything else of a test stays its own.
 */
export const networkEnvironment = (): Record<string, string> => {
  mkdirSync(caches, { recursive: true });
  const given = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && index.test(name) ? [[name, value] as const] : [],
  );
  return {
    ...Object.fromEntries(given),
    AUTOGOV_CACHE: join(caches, 'autogov'),
    UV_CACHE_DIR: join(caches, 'uv'),
    PIP_CACHE_DIR: join(caches, 'pip'),
  };
};
