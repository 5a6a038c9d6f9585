// A page that could not be made tries again, and gives way to the one that was meant as soon as that can be made.
const note = document.querySelector('[data-again]');
const pause = Number(note.dataset.again) * 1000;

async function tryAgain() {
  try {
    const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
    if (answer.ok) {
      location.reload();
      return;
    }
  } catch {
    // The site itself is away; the next try may find it.
  }
  setTimeout(tryAgain, pause);
}

setTimeout(tryAgain, pause);
