// A picture's keys.
import { addKeys } from './keys.js';

addKeys(
  { key: 'r', label: 'Remix', run: () => document.querySelector('[data-key-remix]').click() },
  { key: 'd', label: 'Download', run: () => document.querySelector('[data-key-download]').click() },
);
