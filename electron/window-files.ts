import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { CONTENT_SECURITY_POLICY } from '../main-ingest/serve/content-security-policy.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
};

/**
 * Answers `workbench://window/…` from the built window. Paths without an extension are views, and get the page.
 * Nothing outside the folder is ever read.
 */
export async function answerWindowFile(folder: string, url: string): Promise<Response> {
  const path = decodeURIComponent(new URL(url).pathname);
  const name = extname(path) === '' ? '/index.html' : path;
  const file = normalize(join(folder, name));
  if (!file.startsWith(folder + sep)) return new Response('not found', { status: 404 });
  try {
    const body = await readFile(file);
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    return new Response(new Uint8Array(body), {
      headers: { 'content-type': type, 'content-security-policy': CONTENT_SECURITY_POLICY },
    });
  } catch {
    return new Response('not found', { status: 404 });
  }
}
