// Keeps a request's page true: listens to its events until the final one, and asks again after any interruption.
import { keyOf, remember } from './requests.js';

const page = document.querySelector('[data-request]');
const headline = page.querySelector('[data-headline]');
const connection = page.querySelector('[data-connection]');
const icon = document.querySelector('link[rel="icon"]');
const ownIcon = icon.href;
const pauseBeforeRetry = 2000;
const squares = 9;

// The key goes from the address into this browser's keeping: an address that is passed on then gives nobody the buttons.
const address = new URL(location.href);
const key = address.searchParams.get('key') ?? keyOf(page.dataset.request);
const isTheirs = page.dataset.yours === 'true' || key !== '';
if (isTheirs) {
  remember({ id: page.dataset.request, key, prompt: page.dataset.prompt });
}
if (address.searchParams.has('key')) {
  address.searchParams.delete('key');
  history.replaceState(history.state, '', address);
  page.querySelector('[data-key-note]').hidden = true;
}
for (const field of page.querySelectorAll('input[name="key"]')) {
  field.value = key;
}
showDeeds([...page.querySelectorAll('[data-job]')].map(frame => ({ state: frame.dataset.state, failureCode: frame.dataset.failure })));

if (page.dataset.final !== 'true') {
  listen();
}

function listen() {
  const events = new EventSource(`/requests/${encodeURIComponent(page.dataset.request)}/events`);
  events.addEventListener('request', event => {
    const request = JSON.parse(event.data);
    connection.hidden = true;
    show(request);
    if (request.isFinal) {
      events.close();
    }
  });
  // Browsers reconnect a stream that ended, but give up on a refusal; so every retry is ours.
  events.addEventListener('error', () => {
    events.close();
    connection.hidden = false;
    setTimeout(listen, pauseBeforeRetry);
  });
}

function show(request) {
  if (headline.textContent !== request.headline) {
    headline.textContent = request.headline;
    document.title = `${request.headline} · LaionGrid`;
  }
  for (const job of request.jobs) {
    showJob(job, request.steps);
  }
  showDeeds(request.jobs);
  page.querySelector('[data-again]').hidden = !request.isFinal;
  showIcon(request);
  const strip = document.querySelector('[data-judge-strip]');
  if (strip && request.jobs.every(job => !['held', 'queued', 'leased'].includes(job.state))) { // the verdict may come later
    strip.dataset.judgeable = String(request.jobs.some(job => job.visibility === 'public' && (job.state === 'rendered' || job.state === 'done')));
    strip.dataset.state = 'own'; // the strip's own script goes on from there
  }
}

// What was taken down is not made again.
function showDeeds(jobs) {
  page.querySelector('[data-withdraw]')?.toggleAttribute('hidden', !isTheirs); // there only where they become open data
  page.querySelector('[data-cancel]').hidden = !isTheirs || !jobs.some(job => ['held', 'queued', 'leased'].includes(job.state));
  page.querySelector('[data-retry]').hidden = !isTheirs || !jobs.some(job => job.state === 'failed' && job.failureCode !== 'picture.taken_down');
}

function showJob(job, steps) {
  const frame = page.querySelector(`[data-job="${CSS.escape(job.jobId)}"]`);
  const hasPicture = (job.state === 'rendered' || job.state === 'done') && !job.isWithheld;
  frame.dataset.state = job.state;
  frame.querySelector('[data-sentence]').textContent = job.sentence;
  const bar = frame.querySelector('progress');
  [bar.max, bar.value] = [steps, job.step];
  const image = frame.querySelector('img');
  const source = hasPicture ? `${job.page}.png` : job.preview;
  if (source && image.getAttribute('src') !== source) {
    image.src = source;
  }
  image.hidden = !source;
  if (hasPicture) {
    frame.querySelector('a').href = job.page;
    image.alt = `Unreviewed. Prompt: ${page.querySelector('h1').textContent}`;
  } else {
    frame.querySelector('a').removeAttribute('href');
  }
}

// The mark fills square by square while pictures of this request are rendering.
function showIcon(request) {
  if (request.isFinal) {
    icon.href = ownIcon;
    return;
  }
  const done = request.jobs.reduce((sum, job) => sum + job.step, 0) / (request.steps * request.jobs.length);
  const rects = Array.from({ length: squares }, (_, index) =>
    `<rect x="${index % 3 * 9}" y="${Math.floor(index / 3) * 9}" width="8" height="8" rx="2" fill="${index < done * squares ? '#d8662b' : '#a8adb5'}"/>`);
  icon.href = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 26 26">${rects.join('')}</svg>`)}`;
}
