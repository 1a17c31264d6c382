// The page around `verdict`: words, the form, the answer. Everything it knows stands in #papers-known; it asks nobody.
"use strict";

const known = JSON.parse(document.getElementById("papers-known").textContent);
const box = document.getElementById("verifier");
const choice = document.getElementById("verifier-language");
const part = (name) => box.querySelector(`[data-part="${name}"]`);
let words = known.words[document.documentElement.lang] ?? known.words.en;
let list = { at: 0, marks: [] };

const speak = (language) => {
  words = known.words[language];
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
  document.querySelectorAll("[data-word]").forEach((one) => { one.textContent = words[one.dataset.word]; });
  tellList();
};

const day = (seconds, more = {}) => new Intl.DateTimeFormat(document.documentElement.lang,
  { dateStyle: "long", timeZone: known.zone, calendar: "gregory", numberingSystem: "latn", ...more })
  .format(new Date(seconds * 1000));
const hour = (seconds) => day(seconds, { timeStyle: "short", hourCycle: "h23" });

const line = (tag, text, name = "") => {
  const made = document.createElement(tag);
  const inner = tag === "dd" ? made.appendChild(document.createElement("bdi")) : made;
  inner.textContent = text;
  made.className = name;
  return made;
};

const tellList = () => {
  part("list").textContent = list.at ? words.list.replace("{moment}", hour(list.at)) : words.no_list;
};

const show = ({ state, claims, key, specimen }) => {
  const answer = part("answer");
  const good = state === "good" && !specimen;
  answer.replaceChildren();
  answer.hidden = false;
  answer.className = `alert ${good ? "is-good" : "is-alarm"}`;
  answer.dataset.state = specimen ? "specimen" : state;
  const card = answer.appendChild(document.createElement("div"));
  if (specimen) card.append(line("p", known.watermark, "watermark"), line("p", words.said.specimen));
  if (!specimen || state !== "good") card.append(line("p", words.said[state]));
  if (!claims) return;
  const kind = words.kinds[claims.kind] ?? { title: claims.kind };
  card.append(line("h2", kind.title));
  if (good && kind.proves) card.append(line("p", kind.proves), line("p", kind.not_proves));
  const facts = card.appendChild(document.createElement("dl"));
  facts.className = "facts";
  const told = [
    ["number", claims.number], ["holder", claims.holder], ["nationality", claims.nationality],
    ["document", claims.document && `… ${claims.document}`], ["from", day(claims.from)],
    ["last_day", claims.until && day(claims.until - 1)], ["issued", hour(claims.issued)],
    ["issuer", key.issuer || claims.issuer],
  ];
  told.filter(([, value]) => value).forEach(([name, value]) => {
    facts.append(line("dt", words.claims[name]), line("dd", value));
  });
  if (good) card.append(line("p", words.compare));
};

const check = async () => {
  const text = part("text").value.trim();
  if (text) show(await verdict(text, known.keys, list.marks, Date.now() / 1000));
};

const readPicture = async (file) => {
  part("said").textContent = "";
  if (!("BarcodeDetector" in window)) { part("said").textContent = words.no_detector; return; }
  try {
    const found = await new BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(file));
    const ours = found.find((one) => one.rawValue.startsWith("PL1:")) ?? found[0];
    if (!ours) { part("said").textContent = words.no_square; return; }
    part("text").value = ours.rawValue;
    await check();
  } catch (error) {
    part("said").textContent = words.no_square;
  }
};

const takeList = async (text) => {
  const newer = await withdrawn(text, known.keys);
  if (newer && newer.at >= list.at) list = newer;
  part("said").textContent = newer ? "" : words.list_odd;
  tellList();
};

part("form").addEventListener("submit", (event) => { event.preventDefault(); check(); });
// Emptied each time: the same name chosen again would else be no change.
const chosen = (name, act) => part(name).addEventListener("change", ({ target }) => {
  const [file] = target.files;
  target.value = "";
  if (file) act(file);
});
chosen("picture", readPicture);
chosen("newer", async (file) => takeList(await file.text()));
if (choice) {
  choice.addEventListener("change", () => speak(choice.value));
  const wished = navigator.languages.map((one) => (one.startsWith("zh") ? "zh-Hans" : one.split("-")[0]));
  choice.value = wished.find((one) => one in known.words) ?? "en";
  speak(choice.value);
}
box.hidden = false;
if (known.list) takeList(known.list);
tellList();
