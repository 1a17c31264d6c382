// Comfort only: where the reader is, shown on the map. The position stays in this browser.
"use strict";

(() => {
  const sheet = document.querySelector("[data-sheet]");
  const box = document.querySelector("[data-locate]");
  if (!sheet || !box || !navigator.geolocation || !window.isSecureContext) { return; }
  const says = box.querySelector("[role=status]");
  const HERE = "#here"; // one press leads from sheet to sheet; what follows the sign is not sent either
  box.hidden = false;

  // GCJ-02 from WGS-84, as kernel/places/rules/points.py has it, with its sources; both in degrees.
  const gcj02 = (longitude, latitude) => {
    const { sin, sqrt, abs, cos, PI } = Math;
    const x = longitude - 105, y = latitude - 35;
    const waves = (20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2 / 3;
    const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
      + (20 * sin(y * PI) + 40 * sin(y / 3 * PI)) * 2 / 3
      + (160 * sin(y / 12 * PI) + 320 * sin(y * PI / 30)) * 2 / 3;
    const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
      + (20 * sin(x * PI) + 40 * sin(x / 3 * PI)) * 2 / 3
      + (150 * sin(x / 12 * PI) + 300 * sin(x / 30 * PI)) * 2 / 3;
    const bend = 1 - 0.00669342162296594323 * sin(latitude * PI / 180) ** 2;
    return [
      longitude + east * 180 / (6378245 / sqrt(bend) * cos(latitude * PI / 180) * PI),
      latitude + north * 180 / (6378245 * (1 - 0.00669342162296594323) / (bend * sqrt(bend)) * PI),
    ];
  };

  const placed = (longitude, latitude) => {
    const [west, top, across, down] = sheet.dataset.frame.split(" ").map(Number);
    const [east, north] = sheet.dataset.datum === "gcj02" ? gcj02(longitude, latitude) : [longitude, latitude];
    return [(east - west) * across, (top - north) * down];
  };

  const light = (x, y) => {
    const [left, above, size] = sheet.dataset.window.split(" ").map(Number);
    const drawing = sheet.querySelector("svg");
    drawing.querySelector(".own-light")?.remove();
    const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    for (const [name, value] of [["class", "spot own-light"], ["cx", `${(x - left) * 100 / size}%`], ["cy", `${(y - above) * 100 / size}%`], ["r", 9]]) {
      dot.setAttribute(name, value);
    }
    drawing.append(dot);
  };

  const found = (position) => {
    const [x, y] = placed(position.coords.longitude, position.coords.latitude);
    const ground = sheet.querySelector("svg svg");
    const point = ground.createSVGPoint();
    point.x = x;
    point.y = y;
    const at = [...ground.querySelectorAll("path")].find((path) => path.isPointInFill(point));
    if (!at) { says.textContent = box.dataset.outside; return; }
    const link = at.closest("a");
    if (link) { location.assign(link.getAttribute("href") + HERE); return; }
    const [left, above, size] = sheet.dataset.window.split(" ").map(Number);
    const shown = x >= left && y >= above && x <= left + size && y <= above + size;
    if (!shown && sheet.dataset.whole) { location.assign(sheet.dataset.whole + HERE); return; }
    light(x, y);
    says.textContent = box.dataset.found;
  };

  const locate = () => navigator.geolocation.getCurrentPosition(
    found, () => { says.textContent = box.dataset.refused; }, { enableHighAccuracy: true, timeout: 15000 },
  );
  box.querySelector("button").addEventListener("click", locate);
  if (location.hash === HERE) { locate(); }
})();
