// Copy buttons: shown where a script runs, each copies the text beside it and says so.
const shownFor = 2000;

for (const button of document.querySelectorAll('[data-copy]')) {
  const label = button.textContent;
  button.hidden = false;
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    const source = button.parentElement.querySelector('[data-copy-source]');
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = 'Copied';
    } catch {
      // No right to the clipboard: select the text, so that the visitor's own copy key takes it.
      getSelection().selectAllChildren(source);
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = label; }, shownFor);
  });
}
