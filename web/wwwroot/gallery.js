// The gallery's keys: on to the next picture and back, and for the one in focus what its own page offers.
import { addKeys } from './keys.js';

const links = [...document.querySelectorAll('.wall a')];

function move(by) {
  const at = links.indexOf(document.activeElement);
  const to = at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by;
  links[to]?.focus();
  links[to]?.scrollIntoView({ block: 'nearest' });
}

function follow(part) {
  const link = links.find(one => one === document.activeElement);
  if (link) {
    location.href = link.pathname + part;
  }
}

addKeys(
  { key: 'j', label: 'Next picture', run: () => move(1) },
  { key: 'k', label: 'Picture before', run: () => move(-1) },
  { key: 'r', label: 'Remix the picture in focus', run: () => follow('/remix') },
  { key: 'd', label: 'Download the picture in focus', run: () => follow('/download.png') },
);
