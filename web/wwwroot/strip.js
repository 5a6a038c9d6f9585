// "Your requests": what the visitor asked for lately, true while the page is looked at, so that they can go on asking meanwhile.
import { forget, ownRequests } from './requests.js';

const strip = document.querySelector('[data-strip]');
const list = strip.querySelector('ul');
const here = document.querySelector('[data-request]')?.dataset.request;
const shown = 8;
const lookEveryMs = 4000;
const settled = new Map();

strip.querySelector('[data-forget]').addEventListener('click', () => {
  forget(ownRequests().map(one => one.id));
  settled.clear();
  look();
});
// What another tab asked for shows here too.
addEventListener('storage', look);
look();
setInterval(() => document.hidden || look(), lookEveryMs);

async function look() {
  const wanted = ownRequests().filter(one => one.id !== here).slice(0, shown);
  const found = await Promise.all(wanted.map(find));
  hang(found.filter(Boolean).map(item));
  strip.hidden = list.childElementCount === 0;
}

// A row that says the same stays where it is: one may be pressing it, or have come to it by keyboard.
function hang(rows) {
  while (list.childElementCount > rows.length) {
    list.lastElementChild.remove();
  }
  rows.forEach((row, index) => {
    const there = list.children[index];
    if (!there) {
      list.append(row);
    } else if (!there.isEqualNode(row)) {
      there.replaceWith(row);
    }
  });
}

// What is final stays so, but for a retry, which is pressed on the request's own page.
async function find(own) {
  if (settled.has(own.id)) {
    return settled.get(own.id);
  }
  try {
    const answer = await fetch(`/requests/${encodeURIComponent(own.id)}`, { headers: { accept: 'application/json' } });
    if (answer.status === 404) {
      forget([own.id]);
      return null;
    }
    if (!answer.ok) {
      return null;
    }
    const request = { ...await answer.json(), prompt: own.prompt };
    if (request.isFinal) {
      settled.set(own.id, request);
    }
    return request;
  } catch {
    return null; // out of reach: the next look brings it
  }
}

function item(request) {
  const row = document.createElement('li');
  const link = document.createElement('a');
  link.href = `/requests/${encodeURIComponent(request.requestId)}`;
  const plate = document.createElement('span');
  plate.className = 'plate';
  const picture = request.jobs.find(job => (job.state === 'rendered' || job.state === 'done') && !job.isWithheld);
  const source = picture ? `${picture.page}.png` : request.jobs.find(job => job.preview)?.preview;
  if (source) {
    const image = document.createElement('img');
    image.src = source;
    image.alt = '';
    plate.append(image);
  }
  const said = document.createElement('span');
  said.className = 'said';
  said.dir = 'auto';
  said.textContent = request.prompt;
  const state = document.createElement('small');
  state.textContent = request.headline;
  link.append(plate, said, state);
  row.append(link);
  return row;
}
