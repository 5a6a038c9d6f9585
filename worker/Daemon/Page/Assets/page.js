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

// What has the keyboard is left alone until it has it no more: a button must not turn into another one under a finger.
function show(id, html) {
  const part = document.getElementById(id);
  if (part.contains(document.activeElement)) {
    waiting.set(id, html);
    return;
  }
  waiting.delete(id);
  const next = part.cloneNode();
  next.innerHTML = html;
  follow(part, next);
  if (id === 'mark') {
    showIcon(part.querySelectorAll('rect'));
  } else if (id === 'now') {
    document.title = `${part.querySelector('h1').textContent} · LaionGrid`;
  }
}

// Makes one tree as the other by changing no more than differs, so that bars move on, what was unfolded stays so, and readers are told of new words alone.
function follow(node, next) {
  if (node.nodeType !== next.nodeType || node.nodeName !== next.nodeName) {
    node.replaceWith(next);
    return;
  }
  if (node.nodeType === Node.TEXT_NODE) {
    if (node.data !== next.data) {
      node.data = next.data;
    }
    return;
  }
  for (const { name } of [...node.attributes].filter(attribute => attribute.name !== 'open' && !next.hasAttribute(attribute.name))) {
    node.removeAttribute(name);
  }
  for (const { name, value } of [...next.attributes].filter(attribute => node.getAttribute(attribute.name) !== attribute.value)) {
    node.setAttribute(name, value);
  }
  const [children, others] = [[...node.childNodes], [...next.childNodes]];
  children.slice(others.length).forEach(child => child.remove());
  others.forEach((other, index) => index < children.length ? follow(children[index], other) : node.append(other));
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
