// Keys for a moderator's desk: J and K move between cases, a letter presses the button that names it. Without this the page works by its buttons.
const cases = [...document.querySelectorAll('[data-case]')];
const isTyping = target => target.closest('input, textarea, select') !== null;
let at = -1;

function go(to) {
  at = Math.max(0, Math.min(cases.length - 1, to));
  cases[at].focus();
  cases[at].scrollIntoView({ block: 'nearest' });
}

function press(key) {
  const button = cases[at]?.querySelector(`[data-key="${key}"]`);
  const why = cases[at]?.querySelector('[data-why]');
  if (!button) {
    return false;
  }
  if (button.value !== 'clear' && why && why.value.trim() === '') {
    why.focus(); // a decision needs its reason; Enter there goes back to the case
  } else {
    button.focus();
    button.click();
  }
  return true;
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const within = cases.findIndex(one => one.contains(event.target));
  at = within >= 0 ? within : at;
  if (isTyping(event.target)) {
    if (event.key === 'Escape' || (event.key === 'Enter' && event.target.matches('[data-why]'))) {
      event.preventDefault();
      cases[at]?.focus();
    }
    return;
  }
  const key = event.key.toLowerCase();
  if (key === 'j' || key === 'k') {
    event.preventDefault();
    go(at + (key === 'j' ? 1 : -1));
  } else if (press(key)) {
    event.preventDefault();
  }
});

for (const line of document.querySelectorAll('[data-keys]')) {
  line.hidden = cases.length === 0;
}
