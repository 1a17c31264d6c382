// Switches messages on and off in this browser. The page says in words what each state means; this only shows one.
"use strict";

const form = document.getElementById("push");
form.parentElement.hidden = false; // without this script there is nothing to press
const show = (state) => {
  form.dataset.state = state;
  form.querySelectorAll("[data-when]").forEach((part) => {
    part.hidden = !part.dataset.when.split(" ").includes(state);
  });
};
const say = (sentence) => { form.querySelector("[data-said]").textContent = sentence; };

const keyBytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};

const tell = async (address, subscription) => {
  const answer = await fetch(address, {
    method: "POST", credentials: "same-origin", redirect: "error", body: JSON.stringify(subscription),
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
  });
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    say(told.sentence ?? "");
    throw new Error(told.code ?? String(answer.status));
  }
  return (await answer.json()).on;
};

const worker = () => navigator.serviceWorker.register(form.dataset.worker, { scope: "/" });

const switchOn = async () => {
  say("");
  show("busy");
  if (await Notification.requestPermission() !== "granted") { show("denied"); return; }
  await worker();
  const ready = await navigator.serviceWorker.ready;
  const subscription = await ready.pushManager.subscribe({
    userVisibleOnly: true, applicationServerKey: keyBytes(form.dataset.key),
  });
  try {
    await tell(form.dataset.on, subscription);
    show("on");
  } catch {
    await subscription.unsubscribe();
    show("failed");
  }
};

const switchOff = async () => {
  say("");
  show("busy");
  const known = await navigator.serviceWorker.getRegistration("/");
  const subscription = await known?.pushManager.getSubscription();
  if (subscription) {
    await tell(form.dataset.off, subscription);
    await subscription.unsubscribe();
  }
  show("off");
};

const begin = async () => {
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    show("unable");
    return;
  }
  if (Notification.permission === "denied") { show("denied"); return; }
  const known = await navigator.serviceWorker.getRegistration("/");
  const subscription = await known?.pushManager.getSubscription();
  // The browser may have agreed for somebody else who uses it: only what the office knows of this person counts.
  show(subscription && await tell(form.dataset.known, subscription) ? "on" : "off");
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const wish = event.submitter?.value === "off" ? switchOff : switchOn;
  wish().catch(() => show("failed"));
});
begin().catch(() => show("failed"));
