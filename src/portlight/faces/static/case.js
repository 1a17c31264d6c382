// One case at the desk: its keys, and the moment it is left. Comfort only: every step works without this file.
"use strict";

// What has a `data-key` is done by that key; with `data-sure` the key only goes to it, and Enter does it.
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) { return; }
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[a-z]$/.test(event.key)) { return; }
  const found = document.querySelector(`[data-key="${event.key}"]`);
  if (!found || document.querySelector("dialog[open]")) { return; }
  event.preventDefault();
  if (found.hasAttribute("data-sure")) { found.focus(); } else { found.click(); }
});

// The officer's time at a case ends when its page is left; the server has the next page's word before this one's.
const left = document.querySelector("form[data-left]");
window.addEventListener("pagehide", () => {
  if (left) { navigator.sendBeacon(left.action, new FormData(left)); }
});
