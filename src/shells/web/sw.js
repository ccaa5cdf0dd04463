/**
 * The service worker of the built site: everything it is made of is fetched at the first visit and served from there on, so that the
 * page works without a network. The build fills in the list; a build with another list has another version, which takes over when
 * the pages of the old one are closed. Nothing that is not of this site is touched.
 */
const version = "BUILD_VERSION";
const files = [
  /* BUILD_FILES */
];
const patienceMs = 2_500;
const cacheName = `viva ${self.registration.scope} ${version}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(cacheName);
      // Names with a hash never change; the page itself is asked for anew, past the browser's own cache.
      await cache.addAll(files.map((file) => new Request(file, { cache: "reload" })));
      // The first version serves at once. A later one waits, lest a page lose the files of its own version.
      if (!self.registration.active) await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const mine = `viva ${self.registration.scope} `;
      const names = await caches.keys();
      await Promise.all(
        names.filter((name) => name.startsWith(mine) && name !== cacheName).map((name) => caches.delete(name)),
      );
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  event.respondWith(request.mode === "navigate" ? page(request) : file(request));
});

/** The page itself: the newest there is, or the one that is kept when the network does not answer soon. */
async function page(request) {
  const kept = async () => (await (await caches.open(cacheName)).match("./")) ?? Response.error();
  const late = new Promise((resolve) => setTimeout(resolve, patienceMs, null));
  try {
    const fresh = await Promise.race([fetch(request), late]);
    return fresh?.ok ? fresh : await kept();
  } catch {
    return await kept();
  }
}

/** Files have their content's hash in their names: what is kept is right. */
async function file(request) {
  const found = await (await caches.open(cacheName)).match(request, { ignoreSearch: true });
  return found ?? fetch(request);
}
