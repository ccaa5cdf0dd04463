/**
 * The local server: the built site as static files. It answers only requests that name it by an address of its own (`Host`), so
 * that a page elsewhere cannot reach it by DNS rebinding, and refuses cross-origin requests that could change anything.
 */

import { readFile, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";

export interface ServerOptions {
  /** The folder of the built site. */
  readonly site: string;
  readonly host: string;
  /** 0 takes any free port; another one that is taken gives way to the next free one, up to 20 further. */
  readonly port: number;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** @throws the system's error when no port can be had or the address is not of this machine. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const last = options.port === 0 ? 0 : Math.min(65535, options.port + 20);
  for (let port = options.port; ; port++) {
    try {
      const server = createServer((request, response) => {
        answer(request, response, options).catch(() => send(response, 500, "text/plain", "internal error\n"));
      });
      const bound = await listen(server, port, options.host);
      const name =
        options.host === "0.0.0.0" || options.host === "::"
          ? "localhost"
          : options.host.includes(":")
            ? `[${options.host}]`
            : options.host;
      return {
        url: `http://${name === "127.0.0.1" ? "localhost" : name}:${bound}/`,
        port: bound,
        close: () => closeAll(server),
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || port >= last) throw error;
    }
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

function closeAll(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".map": "application/json",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

const safety: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  // Isolation makes SharedArrayBuffer available for measurements on the user's own machine.
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

async function answer(request: IncomingMessage, response: ServerResponse, options: ServerOptions): Promise<void> {
  if (!hostIsOurs(request.headers.host, options.host))
    return send(
      response,
      403,
      "text/plain",
      "This server answers to the address it listens on only. Open it as localhost.\n",
    );
  if (request.method !== "GET" && request.method !== "HEAD") {
    const { origin, host } = request.headers;
    if (origin !== undefined && origin !== `http://${host}`)
      return send(response, 403, "text/plain", "Cross-origin requests are refused.\n");
    response.setHeader("allow", "GET, HEAD");
    return send(response, 405, "text/plain", "Only GET and HEAD are served here.\n");
  }
  const path = pathOf(request.url ?? "/");
  if (path === null) return send(response, 400, "text/plain", "That address cannot be read.\n");
  const file = join(options.site, normalize(path === "/" ? "/index.html" : path));
  if (!file.startsWith(options.site + sep) || !(await isFile(file)))
    return send(response, 404, "text/plain", "There is no such file.\n");
  const hashed = /\/assets\//.test(path);
  response.setHeader("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
  send(
    response,
    200,
    types[extname(file)] ?? "application/octet-stream",
    await readFile(file),
    request.method === "HEAD",
  );
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  headOnly = false,
): void {
  response.writeHead(status, { ...safety, "content-type": type, "content-length": Buffer.byteLength(body) });
  response.end(headOnly ? undefined : body);
}

/** Whether a Host header names this server: an address of the loopback, or the address or name it was told to listen on. */
export function hostIsOurs(header: string | undefined, listening: string): boolean {
  if (header === undefined) return false;
  const name = header.replace(/:\d+$/, "").toLowerCase();
  if (name === "localhost" || name === "127.0.0.1" || name === "[::1]" || name.endsWith(".localhost")) return true;
  if (name === listening.toLowerCase() || name === `[${listening.toLowerCase()}]`) return true;
  // Told to listen everywhere: any literal address is fine, since a rebinding page arrives under a name.
  const everywhere = listening === "0.0.0.0" || listening === "::";
  return everywhere && (/^\d{1,3}(\.\d{1,3}){3}$/.test(name) || /^\[[0-9a-f:.]+\]$/.test(name));
}

function pathOf(url: string): string | null {
  try {
    const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
    return path.includes("\0") ? null : path;
  } catch {
    return null;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
