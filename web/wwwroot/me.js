// The header's link to one's own page says "Sign in" to whoever is not. Pages themselves are the same for everybody.
const link = document.querySelector('[data-you]');

try {
  const answer = await fetch('/_me', { headers: { accept: 'text/html' } });
  const own = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-you]');
  if (answer.ok && own) {
    const current = link.getAttribute('aria-current');
    if (current) {
      own.setAttribute('aria-current', current);
    }
    if (!own.isEqualNode(link)) { // one may be pressing it
      link.replaceWith(own);
    }
  }
} catch {
  // Out of reach: the link leads to the right page anyway.
}
