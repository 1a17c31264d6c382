"""What a machine can see of a page's looks: nothing sticks out, nothing is cut off, heads stand over their cells."""

from __future__ import annotations

from typing import Any

_SEEN = """() => {
  const said = [];
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) { said.push(`the page is ${wide} px wider than the screen`); }
  const name = (el) => `${el.tagName.toLowerCase()}${el.id ? '#' + el.id : ''}.${[...el.classList].join('.')}`
    + ` "${(el.textContent || '').trim().replace(/\\s+/g, ' ').slice(0, 50)}"`;
  const scrolls = (el) => el.closest('.table-wrap, pre, textarea, select, [data-scrolls]');
  for (const el of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(el);
    if (style.display === 'none' || el.closest('.sr, svg, select')) { continue; }
    if (el.hasAttribute('form') && !el.form) { said.push(`${name(el)} belongs to no form`); }
    const clips = style.overflowX !== 'visible' && !['auto', 'scroll'].includes(style.overflowX);
    if (clips && el.clientWidth > 2 && el.scrollWidth > el.clientWidth + 1 && !/^(INPUT|PROGRESS)$/.test(el.tagName)) {
      said.push(`${name(el)} is cut off sideways`);
    }
    const box = el.getBoundingClientRect();
    if (box.width && !scrolls(el) && style.position !== 'fixed' && !el.closest('details:not([open])')
        && (box.right > innerWidth + 1 || box.left < -1) && !el.closest('.skip')) {
      said.push(`${name(el)} sticks out: ${Math.round(box.left)} to ${Math.round(box.right)} of ${innerWidth}`);
    }
  }
  const shown = (row) => [...row.cells].filter((el) => getComputedStyle(el).display !== 'none')
    .reduce((sum, el) => sum + el.colSpan, 0);
  for (const table of document.querySelectorAll('table:has(thead):has(tbody tr)')) {
    const [heads, cells] = [shown(table.tHead.rows[0]), shown(table.tBodies[0].rows[0])];
    if (heads !== cells) { said.push(`${name(table)} has ${heads} heads over ${cells} cells`); }
  }
  return said.slice(0, 5);
}"""


def looks(page: Any) -> list[str]:
    """The first five faults as lines; empty when there is none."""
    return [f"{page.url}: {said}" for said in page.evaluate(_SEEN)]
