// What the square of a paper is worth, without a network: base45 (RFC 9285), CBOR in its one deterministic spelling
// (RFC 8949, 4.2), COSE_Sign1 (RFC 9052) under ES256, checked by the browser's own WebCrypto.
"use strict";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const HALF_ORDER = "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8";
const LONGEST = 1200;

class Malformed extends Error {}
const must = (right) => { if (!right) throw new Malformed(); };

const bytesOf = (text) => {
  must(text.length % 3 !== 1);
  const out = [];
  for (let first = 0; first < text.length; first += 3) {
    const digits = [...text.slice(first, first + 3)].map((char) => ALPHABET.indexOf(char));
    must(!digits.includes(-1));
    const value = digits.reduceRight((sum, digit) => sum * 45 + digit, 0);
    must(value < 256 ** (digits.length - 1));
    if (digits.length === 3) out.push(value >> 8);
    out.push(value & 255);
  }
  return Uint8Array.from(out);
};

// Integers, byte strings, texts, arrays, maps with rising whole keys, tag 18, true. Anything else is not ours.
const decoded = (bytes) => {
  let at = 0;
  const next = (count) => { must(at + count <= bytes.length); at += count; return bytes.subarray(at - count, at); };
  const number = (low) => {
    if (low < 24) return low;
    must(low <= 27);
    const value = next(2 ** (low - 24)).reduce((sum, byte) => sum * 256 + byte, 0);
    must(value <= Number.MAX_SAFE_INTEGER && value >= [24, 256, 65536, 4294967296][low - 24]);
    return value;
  };
  const value = (depth) => {
    must(depth < 5);
    const [head] = next(1);
    if (head === 0xf5) return true;
    const kind = head >> 5;
    const size = number(head & 31);
    if (kind === 0) return size;
    if (kind === 1) return -1 - size;
    if (kind === 2) return next(size).slice();
    if (kind === 3) return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(next(size));
    if (kind === 4) return Array.from({ length: size > 9 ? must(false) : size }, () => value(depth + 1));
    if (kind === 6) { must(size === 18); return { tagged: value(depth + 1) }; }
    must(kind === 5 && size < 20);
    const map = new Map();
    let before = -1;
    for (let count = 0; count < size; count += 1) {
      const key = value(depth + 1);
      must(Number.isInteger(key) && key > before);
      before = key;
      map.set(key, value(depth + 1));
    }
    return map;
  };
  const found = value(0);
  must(at === bytes.length);
  return found;
};

const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const string = (bytes) => joined(bytes.length < 24 ? [0x40 + bytes.length]
  : bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 255], bytes);
const ascii = (text) => new TextEncoder().encode(text);

const NAMES = { 1: "kind", 2: "number", 3: "holder", 4: "nationality", 5: "document", 6: "from", 7: "until", 8: "issued",
  9: "issuer", 10: "specimen" };

const claimsOf = (payload) => {
  const map = decoded(payload);
  must(map instanceof Map && [1, 2, 3, 6, 8, 9].every((key) => map.has(key)));
  const claims = {};
  for (const [key, value] of map) {
    must(key in NAMES);
    if (key >= 6 && key <= 8) must(Number.isInteger(value) && value >= 0 && value < 2 ** 35);
    else if (key === 10) must(value === true);
    else must(typeof value === "string" && value.length > 0 && [...value].length <= 200);
    claims[NAMES[key]] = value;
  }
  return claims;
};

const takenApart = (text) => {
  must(text.startsWith("PL1:") && text.length <= LONGEST);
  const { tagged } = decoded(bytesOf(text.slice(4)));
  must(Array.isArray(tagged) && tagged.length === 4);
  const [head, open, payload, signature] = tagged;
  must([head, payload, signature].every((part) => part instanceof Uint8Array) && signature.length === 64);
  must(open instanceof Map && open.size === 0);
  const header = decoded(head);
  must(header instanceof Map && header.size === 2 && header.get(1) === -7 && header.get(4) instanceof Uint8Array);
  return { head, payload, signature, kid: hex(header.get(4)) };
};

const signedBy = async (key, signature, content) => {
  const point = joined([4], unhex(key.x), unhex(key.y));
  const how = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const ready = await crypto.subtle.importKey("raw", point, how, false, ["verify"]);
  return crypto.subtle.verify(how, ready, signature, content);
};

const moment = (text) => Date.parse(text) / 1000;

// { state, claims, key }: the same states as `portlight verify`.
const verdict = async (text, keys, marks, now) => {
  let parts, claims;
  try {
    parts = takenApart(text.trim());
    claims = claimsOf(parts.payload);
  } catch (error) {
    return { state: "malformed" };
  }
  const key = keys.find((one) => one.kid === parts.kid);
  if (!key) return { state: "unknown-key" };
  const content = joined([0x84, 0x6a], ascii("Signature1"), string(parts.head), [0x40], string(parts.payload));
  const low = hex(parts.signature.subarray(32)) <= HALF_ORDER;
  const inTime = claims.issued >= moment(key.since) && (!key.until || claims.issued < moment(key.until));
  if (!low || !inTime || !(await signedBy(key, parts.signature, content))) return { state: "not-genuine" };
  const mark = await crypto.subtle.digest("SHA-256", joined(ascii("portlight stamp"), parts.payload));
  const told = { claims, key, specimen: Boolean(claims.specimen || key.specimen) };
  if (key.revoked_at || marks.includes(hex(new Uint8Array(mark)).slice(0, 32))) return { state: "revoked", ...told };
  if (now < claims.from) return { state: "not-yet", ...told };
  return { state: claims.until !== undefined && now >= claims.until ? "expired" : "good", ...told };
};

// The marks of withdrawn papers, from the office's signed list (a flattened JWS); null when nobody we know signed it.
const withdrawn = async (text, keys) => {
  try {
    const plain = (part) => Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const list = JSON.parse(text);
    const { kid, alg } = JSON.parse(new TextDecoder().decode(plain(list.protected)));
    const key = keys.find((one) => one.kid === kid);
    const content = ascii(`${list.protected}.${list.payload}`);
    if (alg !== "ES256" || !key || !(await signedBy(key, plain(list.signature), content))) return null;
    return JSON.parse(new TextDecoder().decode(plain(list.payload)));
  } catch (error) {
    return null;
  }
};
