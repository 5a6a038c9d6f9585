// Judging with more than forms: keys, the time that was looked, points on a picture, and on a request's page tasks one after the other in
// their place. Without it every task works by its buttons.
import { addKeys } from './keys.js';
import { keyOf } from './requests.js';

const mostPoints = 10;
const stepOfCursor = 20; // thousandths of a side; with Shift a tenth of it
const listed = new Set();

for (const form of document.querySelectorAll('[data-task]')) {
  prepare(form);
}
for (const strip of document.querySelectorAll('[data-judge-strip]')) {
  fillStrip(strip);
}

function prepare(form) {
  const shown = performance.now();
  form.addEventListener('submit', () => {
    form.querySelector('[data-ms]').value = String(Math.round(performance.now() - shown));
  }, { capture: true });
  const key = form.querySelector('[data-key-of]');
  if (key.dataset.keyOf && key.value === '') {
    key.value = keyOf(key.dataset.keyOf); // this browser alone knows it
  }
  for (const control of form.querySelectorAll('[data-press]')) {
    listKey(control);
  }
  const spots = form.querySelector('[data-spots]');
  if (spots) {
    prepareSpots(form, spots);
  }
}

// A key is listed once, and presses whatever task has it now. Not inside a strip, whose page has keys of its own.
function listKey(control) {
  const { press, label } = control.dataset;
  if (listed.has(press) || control.closest('[data-judge-strip]')) {
    return;
  }
  listed.add(press);
  addKeys({
    key: press, label, run: event => {
      if (event.target.closest?.('[data-spots]') && press.startsWith('Arrow')) {
        return;
      }
      const target = document.querySelector(`[data-task] [data-press="${CSS.escape(press)}"]`);
      target?.focus();
      target?.click();
    },
  });
}

function prepareSpots(form, spots) {
  const image = spots.querySelector('img');
  const said = form.querySelector('[data-spots-said]');
  const cursor = Object.assign(document.createElement('span'), { className: 'cursor', hidden: true });
  const at = { x: 500, y: 500 };
  const shape = { width: Number(image.getAttribute('width')), height: Number(image.getAttribute('height')) }; // known before the picture is there
  spots.querySelector('[data-cells]').remove();
  form.querySelector('[data-spots-help]').hidden = false;
  spots.classList.add('live');
  Object.assign(spots, { tabIndex: 0 });
  spots.setAttribute('role', 'group');
  spots.setAttribute('aria-label', 'Mark broken points: arrow keys move the cursor, Enter sets a point, Backspace takes the last away');
  spots.append(cursor);

  image.addEventListener('click', event => {
    const box = image.getBoundingClientRect();
    const drawn = drawnIn(box.width, box.height);
    const [x, y] = [(event.clientX - box.left - drawn.left) / drawn.width, (event.clientY - box.top - drawn.top) / drawn.height];
    if (x >= 0 && x <= 1 && y >= 0 && y <= 1) {
      add(thousandth(x), thousandth(y));
    }
  });
  spots.addEventListener('focus', () => { cursor.hidden = false; place(cursor, at.x, at.y); });
  spots.addEventListener('blur', () => { cursor.hidden = true; });
  spots.addEventListener('keydown', event => {
    if (event.target !== spots || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const step = event.shiftKey ? stepOfCursor / 10 : stepOfCursor;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) {
      [at.x, at.y] = [clamp(at.x + moves[event.key][0]), clamp(at.y + moves[event.key][1])];
      place(cursor, at.x, at.y);
      say(`${Math.round(at.x / 10)} percent from the left, ${Math.round(at.y / 10)} from the top`);
    } else if (event.key === 'Enter' || event.key === ' ') {
      add(at.x, at.y);
    } else if (event.key === 'Backspace') {
      spots.querySelector('.spot:last-of-type')?.click();
    } else {
      return;
    }
    event.preventDefault();
  });

  function add(x, y) {
    const type = form.querySelector('input[name="type"]:checked').value;
    if (spots.querySelectorAll('.spot').length >= mostPoints) {
      say(`There are ${mostPoints} points, which is all that are taken.`);
      return;
    }
    const spot = Object.assign(document.createElement('button'), { type: 'button', className: 'spot', textContent: type[0] });
    const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'point', value: `${x},${y},${type}` });
    spot.setAttribute('aria-label', `${type}, point at ${Math.round(x / 10)} percent from the left and ${Math.round(y / 10)} from the top. Press to take it away.`);
    spot.addEventListener('click', () => {
      spot.remove();
      field.remove();
      say('Taken away.');
      spots.focus();
    });
    place(spot, x, y);
    spots.append(spot);
    form.append(field);
    say(`${type} marked.`);
  }

  function place(element, x, y) {
    // Styles set by a script's own hand are allowed by the content policy; those in markup are not.
    const drawn = drawnIn(image.clientWidth, image.clientHeight);
    element.style.left = `${image.offsetLeft + drawn.left + (x / 1000) * drawn.width}px`;
    element.style.top = `${image.offsetTop + drawn.top + (y / 1000) * drawn.height}px`;
  }

  // A picture that is bounded in height lies in the middle of its box, with room beside it that is no part of it.
  function drawnIn(width, height) {
    const scale = Math.min(width / shape.width, height / shape.height);
    return { left: (width - shape.width * scale) / 2, top: (height - shape.height * scale) / 2, width: shape.width * scale, height: shape.height * scale };
  }

  function say(text) {
    said.textContent = text;
  }
}

function thousandth(share) {
  return clamp(Math.round(share * 1000));
}

function clamp(value) {
  return Math.max(0, Math.min(1000, Math.round(value)));
}

// Brings the first task in, and each answer brings the next. What fails leaves the link, which leads to the same.
function fillStrip(strip) {
  const { request } = strip.dataset;
  const key = new URL(location.href).searchParams.get('key') || keyOf(request) || (document.querySelector('[data-request] input[name="key"]')?.value ?? '');
  if (strip.hidden && key === '') {
    return; // somebody else's request
  }
  let isAsked = '';
  let newest; // what is waited for: an answer that comes after another was asked for changes nothing
  ask();
  new MutationObserver(ask).observe(strip, { attributes: true, attributeFilter: ['data-state'] });

  async function ask() {
    const state = strip.dataset.state;
    if (state === isAsked || (isAsked !== '' && strip.querySelector('form')?.contains(document.activeElement))) {
      return; // what somebody is at stays; its answer leads on
    }
    isAsked = state;
    strip.hidden = strip.dataset.judgeable !== 'true'; // nothing came of it, or what came is not for everybody
    if (strip.hidden) {
      return;
    }
    const address = `/annotate/${state === 'own' ? 'own' : 'mixed'}?request=${encodeURIComponent(request)}`;
    await show(fetch(`${address}&key=${encodeURIComponent(key)}&strip=true`, { headers: { accept: 'text/html' } }), () => title(state, address));
  }

  // Together with the first task of its kind, or somebody else's picture would stand under the words about one's own.
  function title(state, address) {
    strip.querySelector('[data-judge-title]').textContent = state === 'own' ? 'How did yours come out?' : 'While you wait';
    strip.querySelector('[data-judge-lead]').firstChild.textContent = state === 'own'
      ? 'Your word on your own pictures is worth something to others: it is open data, marked as the author’s. '
      : 'Judge pictures of others: each answer brings yours forward in its line. ';
    const link = strip.querySelector('[data-judge-link]');
    link.textContent = state === 'own' ? 'Judge your own pictures' : 'Judge a few pictures';
    link.href = address;
    strip.querySelector('[data-judge-here]').replaceChildren();
  }

  async function show(asking, begin = () => {}) {
    newest = asking;
    const task = await taskOf(asking);
    if (newest !== asking) {
      return;
    }
    begin();
    if (!task) {
      return;
    }
    task.tabIndex = -1;
    strip.querySelector('[data-judge-here]').replaceChildren(task);
    const form = task.querySelector('form');
    if (!form) {
      return;
    }
    prepare(form);
    form.addEventListener('submit', async event => {
      event.preventDefault();
      const fields = new URLSearchParams(new FormData(form, event.submitter));
      await show(fetch(form.action, { method: 'post', body: fields, headers: { accept: 'text/html' } }));
      strip.querySelector('[data-strip-task]')?.focus({ preventScroll: true }); // what had the focus is gone
      await ask();
    });
  }

  // Null when it is out of reach: the link is still there.
  async function taskOf(asking) {
    try {
      const answer = await asking;
      return new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-strip-task]');
    } catch {
      return null;
    }
  }
}
