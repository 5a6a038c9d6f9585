// The form's comforts: Ctrl or Cmd with Enter sends it, and the button says how many pictures it makes.
const form = document.querySelector('[data-ask]');
const button = form.querySelector('button[type="submit"]');

function sayCount() {
  const count = form.elements.count.value;
  button.textContent = count === '1' ? button.dataset.one : button.dataset.many.replace('{n}', count);
}

form.addEventListener('change', sayCount);
sayCount();

form.addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit(button);
  }
});
