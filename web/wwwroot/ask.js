// The form's comforts: what it would come to while it is filled in, its state in the address, a seed to keep, sides that keep their shape,
// and Ctrl or Cmd with Enter to send it. Without this script the same form works by its two buttons.
import { addKeys } from './keys.js';

const form = document.querySelector('[data-ask]');
const make = form.querySelector('[data-make]');
const note = form.querySelector('[data-note]');
const nearest = form.querySelector('[data-nearest]');
const settleMs = 300;
const maxSeed = 2 ** 32;
const keyBytes = 16;
// Not part of what is asked, or what stands for nothing chosen.
const unsaid = { size: 'usual', count: '1', visibility: 'public' };

let asked = new AbortController();
let changed = new AbortController();
let settling;

prepare(form);
form.querySelector('[data-look]').hidden = true;
if ('forAll' in form.elements.request_key.dataset) {
  form.elements.request_key.value = Array.from(crypto.getRandomValues(new Uint8Array(keyBytes)), byte => byte.toString(16).padStart(2, '0')).join('');
}

// Asked for each time, but whoever has agreed once need not tick again.
const release = form.elements.release;
try {
  release.checked ||= localStorage.getItem('release') === release.value;
} catch {
  // A browser that keeps nothing asks each time.
}
release.addEventListener('change', () => {
  try {
    localStorage.setItem('release', release.checked ? release.value : '');
  } catch {
    // As above.
  }
});

addKeys(
  { key: 'Ctrl Enter', label: 'Send the form; Cmd Enter on a Mac' },
  { key: '/', label: 'To the prompt', run: () => form.elements.prompt.focus() });

// The easel is for those who begin from a picture.
const source = form.querySelector('[data-source]');
const setUp = () => source.open && import('./easel.js').then(({ setUpEasel }) => setUpEasel(form));
source.addEventListener('toggle', setUp);
setUp();

form.addEventListener('input', event => {
  if (event.target.name === 'count') {
    sayCount();
  }
  if (event.target.matches('#width, #height')) {
    keepShape(event.target);
  }
  settle();
});

form.addEventListener('change', event => {
  if (event.target.matches('[data-bundle]')) {
    changeBundle();
  }
});

form.addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit(make);
  }
});

// What the form says, as its address says it.
function state() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name !== 'request_key' && name !== 'release' && typeof value === 'string' && value.trim() && unsaid[name] !== value) {
      query.set(name, value);
    }
  }
  if (form.querySelector('[data-bundle]')?.checked) {
    query.delete('bundle'); // the first is the usual one
  }
  if (query.get('size') !== 'custom' && query.has('size')) {
    query.delete('width');
    query.delete('height');
  }
  return query;
}

function settle() {
  clearTimeout(settling);
  settling = setTimeout(estimate, settleMs);
}

async function estimate() {
  asked.abort();
  asked = new AbortController();
  const query = state();
  history.replaceState(history.state, '', `${location.pathname}${query.size ? `?${query}` : ''}`);
  query.delete('prompt');
  query.delete('negative');
  const answer = await fetchOrNothing(`/ask/estimate?${query}`, 'application/json', asked.signal);
  if (!answer) {
    return;
  }
  const said = await answer.json();
  make.textContent = said.button;
  say(note, said.note);
  nearest.hidden = !said.nearestAddress;
  if (said.nearestAddress) {
    nearest.href = withPrompt(said.nearestAddress);
    nearest.textContent = said.nearestWords;
  }
}

// Other sizes, other limits, other usual values: the server knows them. What was filled in comes back as it is.
async function changeBundle() {
  changed.abort();
  changed = new AbortController();
  const answer = await fetchOrNothing(`/ask?${state()}`, 'text/html', changed.signal);
  if (!answer) {
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const isOpen = form.querySelector('[data-part="detail"] details').open;
  for (const part of form.querySelectorAll('[data-part]')) {
    part.replaceChildren(...page.querySelector(`[data-part="${part.dataset.part}"]`).childNodes);
  }
  form.querySelector('[data-part="detail"] details').open ||= isOpen;
  form.dispatchEvent(new Event('sized'));
  prepare(form);
  settle();
}

// An answer that a later question overtook, or that did not come, changes nothing: the form can be sent all the same.
async function fetchOrNothing(address, accept, signal) {
  try {
    const answer = await fetch(address, { headers: { accept }, signal });
    return answer.ok ? answer : null;
  } catch {
    return null;
  }
}

function withPrompt(address) {
  const url = new URL(address, location.href);
  for (const name of ['prompt', 'negative']) {
    if (form.elements[name].value) {
      url.searchParams.set(name, form.elements[name].value);
    }
  }
  return url.href;
}

function sayCount() {
  const count = form.elements.count.value;
  make.textContent = count === '1' ? make.dataset.one : make.dataset.many.replace('{n}', count);
}

// A live region reads every change, so an answer that says the same again must not be one.
function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

// What only works with a script is shown by it.
function prepare(root) {
  const seeds = root.querySelector('[data-seed]');
  if (seeds.hidden) {
    seeds.hidden = false;
    const seed = root.querySelector('#seed');
    const lock = seeds.querySelector('[data-lock]');
    const show = () => lock.setAttribute('aria-pressed', String(seed.value.trim() !== ''));
    const fill = value => {
      seed.value = value;
      seed.dispatchEvent(new Event('input', { bubbles: true }));
    };
    lock.addEventListener('click', () => fill(seed.value.trim() ? '' : draw()));
    seeds.querySelector('[data-draw]').addEventListener('click', () => fill(draw()));
    seed.addEventListener('input', show);
    show();
  }
  const link = root.querySelector('[data-link]');
  link.hidden = false;
  link.querySelector('input').addEventListener('change', event => {
    const { width, height } = root.elements;
    link.dataset.ratio = event.target.checked && Number(width.value) && Number(height.value) ? width.value / height.value : '';
  });
}

function draw() {
  return crypto.getRandomValues(new Uint32Array(1))[0] % maxSeed;
}

function keepShape(side) {
  const ratio = Number(form.querySelector('[data-link]').dataset.ratio);
  const other = side.id === 'width' ? form.elements.height : form.elements.width;
  const { step, min, max } = other.dataset;
  if (!ratio || !step || !Number(side.value)) {
    return;
  }
  const wished = side.id === 'width' ? side.value / ratio : side.value * ratio;
  other.value = Math.min(max, Math.max(min, Math.round(wished / step) * step));
}
