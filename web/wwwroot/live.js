// Keeps a page's numbers and its newest pictures true while somebody looks at it. Without it the page says the same at each visit.
const pauseBeforeRetry = 5000;
const numbers = document.querySelectorAll('[data-number]');
const place = document.querySelector('[data-wall]');
let feed = null;
let retry = 0;

function listen() {
  clearTimeout(retry);
  feed = new EventSource('/live');
  feed.addEventListener('grid', event => {
    const news = JSON.parse(event.data);
    for (const place of numbers) {
      const text = news.numbers[place.dataset.number];
      if (text !== undefined && place.textContent !== text) {
        place.textContent = text;
      }
    }
    const wall = place?.querySelector('.wall') ?? firstWall(news.pictures);
    if (wall) {
      hang(wall, news.pictures);
    }
  });
  // Browsers reconnect a stream that ended, but give up on a refusal; so every retry is ours.
  feed.addEventListener('error', () => {
    rest();
    if (!document.hidden) {
      retry = setTimeout(listen, pauseBeforeRetry);
    }
  });
}

function rest() {
  feed?.close();
  feed = null;
  clearTimeout(retry);
}

// The first pictures of all take the place of the words that there are none.
function firstWall(pictures) {
  if (!place || pictures.length === 0) {
    return null;
  }
  const wall = Object.assign(document.createElement('ul'), { className: 'wall captioned' });
  place.replaceChildren(wall);
  return wall;
}

// New pictures hang first; as many as came go at the end. One that somebody points at or tabs to stays where it is.
function hang(wall, pictures) {
  if (wall.matches(':hover, :focus-within')) {
    return;
  }
  const known = new Set([...wall.querySelectorAll('a')].map(link => link.getAttribute('href')));
  const wanted = new Set(pictures.map(picture => picture.page));
  for (const picture of pictures.filter(one => !known.has(one.page)).reverse()) {
    wall.prepend(frame(picture));
  }
  for (const item of [...wall.children]) {
    if (!wanted.has(item.querySelector('a').getAttribute('href'))) {
      item.remove();
    }
  }
}

function frame(picture) {
  const image = Object.assign(document.createElement('img'), { src: picture.image, width: picture.width, height: picture.height, alt: picture.alt, decoding: 'async' });
  const said = Object.assign(document.createElement('span'), { className: 'said', dir: 'auto', textContent: picture.prompt });
  const by = Object.assign(document.createElement('span'), { className: 'by', textContent: picture.worker });
  const caption = Object.assign(document.createElement('span'), { className: 'caption' });
  caption.append(said, ' ', by);
  const link = Object.assign(document.createElement('a'), { href: picture.page });
  link.append(image, caption);
  const item = Object.assign(document.createElement('li'), { className: picture.shape });
  item.append(link);
  return item;
}

// A page that nobody sees asks for nothing.
document.addEventListener('visibilitychange', () => {
  rest();
  if (!document.hidden) {
    listen();
  }
});

if (!document.hidden) {
  listen();
}
