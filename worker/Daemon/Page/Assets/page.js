// Keeps the page true: the worker tells which parts changed. Without this script the page reloads itself.
const pauseBeforeRetry = 2000;
const connection = document.querySelector('[data-connection]');
const icon = document.querySelector('link[rel="icon"]');
const ownIcon = icon.href;
const waiting = new Map();

listen();
document.addEventListener('focusout', () => setTimeout(() => waiting.forEach((html, id) => show(id, html))));

function listen() {
  const events = new EventSource('/events');
  events.addEventListener('message', event => {
    connection.hidden = true;
    for (const [id, html] of Object.entries(JSON.parse(event.data))) {
      show(id, html);
    }
  });
  // Browsers reconnect a stream that ended, but give up on a refusal; so every retry is ours.
  events.addEventListener('error', () => {
    events.close();
    connection.hidden = false;
    setTimeout(listen, pauseBeforeRetry);
  });
}

// What has the keyboard is left alone until it has it no more, and what was unfolded stays so.
function show(id, html) {
  const part = document.getElementById(id);
  if (part.contains(document.activeElement)) {
    waiting.set(id, html);
    return;
  }
  waiting.delete(id);
  const unfolded = [...part.querySelectorAll('details')].map(details => details.open);
  part.innerHTML = html;
  part.querySelectorAll('details').forEach((details, index) => { details.open = unfolded[index] ?? false; });
  if (id === 'mark') {
    showIcon(part.querySelectorAll('rect'));
  } else if (id === 'now') {
    document.title = `${part.querySelector('h1').textContent} · LaionGrid`;
  }
}

// The mark in the tab fills as the one on the page does.
function showIcon(squares) {
  const filled = [...squares].filter(square => square.classList.contains('live')).length;
  if (filled === 1 && squares[4].classList.contains('live')) {
    icon.href = ownIcon;
    return;
  }
  const rects = [...squares].map(square =>
    `<rect x="${square.getAttribute('x')}" y="${square.getAttribute('y')}" width="8" height="8" rx="2" fill="${square.classList.contains('live') ? '#d8662b' : '#a8adb5'}"/>`);
  icon.href = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 26 26">${rects.join('')}</svg>`)}`;
}
