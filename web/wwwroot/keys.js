// Keys that act on a page, the list of them under "?", and a switch for those of one character, which speech input and a slip of the hand
// press too. A page adds its own:
//   import { addKeys } from './keys.js';
//   addKeys({ key: 'j', label: 'Next picture', run: () => ... });
// One without run is only listed, such as { key: 'Ctrl Enter', label: 'Send' }, and is not switched off.
const switchName = 'laiongrid.keys';
const keys = [];
let dialog;

export function addKeys(...more) {
  keys.push(...more);
}

addKeys({ key: '?', label: 'This list', run: showKeys });

document.addEventListener('keydown', event => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target) || dialog?.open || !areOn()) {
    return;
  }
  const key = keys.find(one => one.run && one.key.toLowerCase() === event.key.toLowerCase());
  if (key) {
    event.preventDefault();
    key.run(event);
  }
});

document.addEventListener('click', event => {
  if (event.target.closest?.('[data-keys]')) {
    event.preventDefault();
    showKeys();
  }
});

for (const box of document.querySelectorAll('[data-keys-switch]')) {
  prepareSwitch(box);
}

export function showKeys() {
  dialog?.remove();
  dialog = document.createElement('dialog');
  dialog.className = 'keys';
  dialog.setAttribute('aria-labelledby', 'keys-heading');
  dialog.append(element('h2', 'Keys', { id: 'keys-heading' }), list(), letters(), closing());
  document.body.append(sheet(), dialog);
  dialog.showModal();
}

function list() {
  const rows = element('dl', '');
  for (const { key, label } of keys) {
    const row = element('div', '');
    const names = element('dt', '');
    names.append(...key.split(' ').map(name => element('kbd', name.length === 1 ? name.toUpperCase() : name)));
    row.append(names, element('dd', label));
    rows.append(row);
  }
  return rows;
}

function letters() {
  const label = element('label', '', { className: 'tick' });
  const box = element('input', '', { type: 'checkbox' });
  label.append(box, ' Use the keys of one character');
  prepareSwitch(box);
  return label;
}

function closing() {
  const form = element('form', '', { method: 'dialog' });
  form.append(element('button', 'Close', { className: 'plain' }));
  return form;
}

function sheet() {
  return document.querySelector('link[href="/keys.css"]') ?? element('link', '', { rel: 'stylesheet', href: '/keys.css' });
}

function element(name, text, properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text }, properties);
}

function prepareSwitch(box) {
  box.disabled = false;
  box.checked = areOn();
  box.addEventListener('change', () => store(box.checked ? null : 'off'));
}

function isTyping(target) {
  return target instanceof Element && target.closest('input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]') !== null;
}

// A browser may keep nothing for anybody; then the keys are on, as they were.
function areOn() {
  try {
    return localStorage.getItem(switchName) !== 'off';
  } catch {
    return true;
  }
}

function store(value) {
  try {
    if (value === null) {
      localStorage.removeItem(switchName);
    } else {
      localStorage.setItem(switchName, value);
    }
  } catch {
    // It holds until the page is left.
  }
}
