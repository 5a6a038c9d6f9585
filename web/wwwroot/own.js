// One's own pictures: ticks all on the page, or none when all are.
const form = document.querySelector('[data-own]');
const button = form?.querySelector('[data-tick-all]');

if (button) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const boxes = [...form.querySelectorAll('input[name="picture"]')];
    const isEach = boxes.every(box => box.checked);
    for (const box of boxes) {
      box.checked = !isEach;
    }
  });
}
