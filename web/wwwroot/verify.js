// A file may be dropped on the form, which then sends itself; what was found is read out by moving to it.
const form = document.querySelector('[data-drop]');
const input = form.querySelector('input[type="file"]');

form.querySelector('[data-drop-hint]').hidden = false;
document.querySelector('#findings')?.focus();

form.addEventListener('dragover', event => {
  event.preventDefault();
  form.dataset.over = '';
});
form.addEventListener('dragleave', () => delete form.dataset.over);
form.addEventListener('drop', event => {
  event.preventDefault();
  delete form.dataset.over;
  if (event.dataTransfer.files.length > 0) {
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  }
});
