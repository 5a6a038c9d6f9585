// Keeps a request's page true: listens to its events until the final one, and asks again after any interruption.
const page = document.querySelector('[data-request]');
const headline = page.querySelector('[data-headline]');
const connection = page.querySelector('[data-connection]');
const icon = document.querySelector('link[rel="icon"]');
const ownIcon = icon.href;
const pauseBeforeRetry = 2000;
const squares = 9;

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
  page.querySelector('[data-cancel]').hidden = !request.jobs.some(job => ['held', 'queued', 'leased'].includes(job.state));
  page.querySelector('[data-again]').hidden = !request.isFinal;
  showIcon(request);
}

function showJob(job, steps) {
  const frame = page.querySelector(`[data-job="${CSS.escape(job.jobId)}"]`);
  const hasPicture = job.state === 'rendered' || job.state === 'done';
  const address = `/pictures/${encodeURIComponent(job.jobId)}`;
  frame.dataset.state = job.state;
  frame.querySelector('[data-sentence]').textContent = job.sentence;
  const bar = frame.querySelector('progress');
  [bar.max, bar.value] = [steps, job.step];
  const image = frame.querySelector('img');
  const source = hasPicture ? `${address}.png` : job.preview;
  if (source && image.getAttribute('src') !== source) {
    image.src = source;
  }
  image.hidden = !source;
  if (hasPicture) {
    frame.querySelector('a').href = address;
    image.alt = `Picture rendered for the prompt: ${page.querySelector('h1').textContent}`;
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
