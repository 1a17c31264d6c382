// Shows a push, and opens the reader's own link when it is touched. Runs at scope "/" (Service-Worker-Allowed).
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The office's own pages only, whatever a push may say.
const ours = (address) => {
  const url = new URL(address, self.location.origin);
  return url.origin === self.location.origin ? url.href : self.location.origin;
};

self.addEventListener("push", (event) => {
  let told;
  try {
    told = event.data.json();
  } catch {
    return;
  }
  // The same tag takes the place of the earlier one: a correction never stands beside what it corrects.
  event.waitUntil(self.registration.showNotification(told.title, {
    body: told.body, lang: told.lang, dir: told.dir, tag: told.topic, renotify: true, icon: "/static/mark.svg",
    data: { url: ours(told.url), code: told.code },
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(ours(event.notification.data.url)));
});
