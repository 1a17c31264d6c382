// Comfort only: every step works without this file.
"use strict";

// An open menu closes on Escape and on a click elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
  }
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) { menu.open = false; }
  });
});

// On a phone the rooms stand in one line that scrolls: the one we are in is in sight.
document.querySelector(".desk-top nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

// After a form was refused, the summary of what to put right is read first.
document.querySelector(".errors")?.focus();

// A form is sent once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  window.setTimeout(() => { delete form.dataset.sent; }, 5000);
});

// A page that is made to be printed.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// The desk by keyboard: "/" search, "j" and "k" through the list, "?" the keys.
const keys = document.getElementById("keys");
const showKeys = () => { if (keys && !keys.open) { keys.showModal(); } };
document.querySelectorAll("[data-needs-keys]").forEach((line) => {
  line.hidden = !keys;
  line.querySelector("button").addEventListener("click", () => { line.closest("details").open = false; showKeys(); });
});
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
  if (!document.body.classList.contains("desk") || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) { return; }
  if (event.key === "/") {
    const find = document.querySelector('input[type="search"]');
    if (find) { event.preventDefault(); find.focus(); }
  }
  if (event.key === "?") { showKeys(); }
  const taken = document.querySelector('[data-key="j"], [data-key="k"]'); // on a case's page they turn the list itself
  if (!taken && (event.key === "j" || event.key === "k")) {
    const lines = [...document.querySelectorAll(".work a, .lang-rail a")];
    const at = lines.indexOf(document.activeElement);
    const next = lines[at + (event.key === "j" ? 1 : -1)] ?? lines[0];
    next?.focus();
  }
});
