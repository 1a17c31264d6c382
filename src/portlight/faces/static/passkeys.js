// Asks the browser for a passkey. The page says in words what each state means; this shows one and fills the form.
"use strict";

const toBytes = (text) => Uint8Array.from(
  atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0),
);
const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const named = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

const make = async (asked, alone) => {
  const chosen = { ...asked.authenticatorSelection };
  if (alone) {
    Object.assign(chosen, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  }
  return navigator.credentials.create({
    publicKey: {
      ...asked, challenge: toBytes(asked.challenge), user: { ...asked.user, id: toBytes(asked.user.id) },
      excludeCredentials: named(asked.excludeCredentials), authenticatorSelection: chosen,
    },
  });
};

const show = async (asked) => navigator.credentials.get({
  publicKey: { ...asked, challenge: toBytes(asked.challenge), allowCredentials: named(asked.allowCredentials) },
});

const told = (credential) => {
  const said = credential.response;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = Object.fromEntries(parts.filter((part) => said[part]).map((part) => [part, toText(said[part])]));
  if (said.getTransports) { response.transports = said.getTransports(); }
  return JSON.stringify({
    id: credential.id, rawId: toText(credential.rawId), type: credential.type, response,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
};

// What the server asks stands in the page; a sign-in without a name asks for it when the button is pressed.
const question = async (form) => {
  const here = document.getElementById(form.dataset.question ?? "");
  if (here) { return JSON.parse(here.textContent); }
  const answer = await fetch(form.action, { credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!answer.ok) { throw new Error(String(answer.status)); }
  return (await answer.json()).request_options;
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const say = (state) => form.querySelectorAll("[data-when]").forEach((part) => {
    part.hidden = part.dataset.when !== state;
  });
  form.closest("[data-needs-script]").hidden = false; // without this script there is nothing to press
  if (!("credentials" in navigator) || !window.PublicKeyCredential) {
    say("unable");
    form.querySelector("button").disabled = true;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.busy) { return; }
    form.dataset.busy = "yes";
    say("busy");
    try {
      const asked = (await question(form)).publicKey;
      const alone = form.elements.passwordless?.checked ?? false;
      const credential = form.dataset.passkey === "make" ? await make(asked, alone) : await show(asked);
      form.elements.credential.value = told(credential);
      form.submit(); // without another event: this form is on its way
    } catch {
      delete form.dataset.busy;
      say("failed");
    }
  });
}
